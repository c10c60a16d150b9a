// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Health;
import io.github.elector.Leadership;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.notice.Addresses;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An {@link Elector} for who writes Mutiny. Every method may be called from any thread; what {@code Uni}s and
 * {@code Multi}s do in common, the package says.
 */
@SuppressWarnings("exports") // Not transitive: who has no Mutiny could not compile against this module.
public final class MutinyElector {
    /** How many notices wait for a slow listener unless it says otherwise; a term has two or three. */
    public static final int DEFAULT_BUFFER = 256;

    private static final int LARGEST_BUFFER = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(MutinyElector.class);

    private final Vertx vertx;
    private final Elector delegate;
    private final String address;

    private MutinyElector(Vertx vertx, Elector delegate, String address) {
        this.vertx = vertx;
        this.delegate = delegate;
        this.address = address;
    }

    /**
     * Campaigns for {@code options.getComponent()} from each subscription on; see {@link Elector#start}. The options are
     * read at the subscription.
     *
     * @return the elector once it campaigns. If its subscription was cancelled by then, the elector is closed, so that
     *     nothing leads unnoticed. Fails as {@link Elector#start} does
     */
    public static Uni<MutinyElector> start(Vertx vertx, ElectorOptions options, TermWork work) {
        return Bridge.uni(
                () -> {
                    ElectorOptions read = new ElectorOptions(options);
                    return Elector.start(vertx, read, work).map(elector -> of(vertx, read, elector));
                },
                MutinyElector::closeUnheard);
    }

    private static void closeUnheard(MutinyElector nobodys) {
        nobodys.delegate
                .close()
                .onFailure(failure -> LOG.warn(
                        "component '" + nobodys.component()
                                + "': its start was cancelled, and the elector could not be closed",
                        failure));
    }

    /**
     * One that runs already, such as those of an {@link io.github.elector.ElectorVerticle}.
     *
     * @param vertx the one it runs on
     * @param options those it was started with: they say where its notices are published
     * @throws IllegalArgumentException if the options have an address prefix that is none
     */
    public static MutinyElector of(Vertx vertx, ElectorOptions options, Elector elector) {
        Addresses addresses = new Addresses(options.getPrefix());
        return new MutinyElector(
                Objects.requireNonNull(vertx, "vertx"),
                elector,
                addresses.event(new ComponentName(elector.component())));
    }

    /** The elector itself. */
    public Elector delegate() {
        return delegate;
    }

    /** The same as {@link Elector#component()}. */
    public String component() {
        return delegate.component();
    }

    /** The same as {@link Elector#node()}. */
    public String node() {
        return delegate.node();
    }

    /** The term of this process, if it leads right now. */
    public Optional<MutinyTerm> term() {
        return delegate.term().map(MutinyTerm::of);
    }

    /** Who leads, as last seen. */
    public Leadership leadership() {
        return delegate.leadership();
    }

    /**
     * Gives the leadership up at each subscription, and does not campaign for a while; see {@link Elector#resign}.
     * Cancelling stops listening: the resignation goes on.
     */
    public Uni<Void> resign(Duration stayOut) {
        return Bridge.uni(() -> delegate.resign(stayOut));
    }

    /** How it is, at each subscription; see {@link Elector#health}. */
    public Uni<Health> health() {
        return Bridge.quick(delegate::health);
    }

    /** Gives the leadership up at each subscription, and only observes from then on; see {@link Elector#observe}. */
    public Uni<Void> observe() {
        return Bridge.uni(delegate::observe);
    }

    /** Campaigns again at each subscription; see {@link Elector#campaign}. */
    public Uni<Void> campaign() {
        return Bridge.uni(delegate::campaign);
    }

    /**
     * Ends this elector at the first subscription; the others wait for the same end. See {@link Elector#close}.
     * Cancelling stops listening: the end goes on.
     */
    public Uni<Void> close() {
        return Bridge.uni(delegate::close);
    }

    /**
     * How this elector stands: at once what is known at the subscription, then each change. A subscriber that asks for
     * fewer gets the latest when it asks again, as it is at that moment; what came and went in between it is not told,
     * and nothing waits in memory. Each element differs from the one before by more than its age.
     *
     * <p>A change is told when it was heard of, which may be later than the end of a term: ask
     * {@link MutinyTerm#isValid()} before an act. Ends with the verticle that subscribed, or with the Vertx, not with
     * this elector.
     */
    public Multi<ElectorState> states() {
        return Multi.createFrom()
                .publisher(subscriber -> ContextStream.begin(
                        vertx,
                        address,
                        new Inbox.Latest(() -> new ElectorState(term(), leadership())),
                        Objects.requireNonNull(subscriber, "subscriber")));
    }

    /** The same as {@link #notices(int)} with a buffer of {@value #DEFAULT_BUFFER}. */
    public Multi<Heard> notices() {
        return notices(DEFAULT_BUFFER);
    }

    /**
     * What is published about the component in this process from the subscription on, in order, each once. For a
     * subscriber that asks for fewer, {@code buffer} elements wait; what comes while it is full is lost, and a
     * {@link Heard.Gap} says there how many. Nobody else is slowed down by a slow listener.
     *
     * <p>What is no notice on that address is left out. Ends as {@link #states} does.
     *
     * @param buffer at least 1, at most 1 048 576
     * @throws IllegalArgumentException if it is not
     */
    public Multi<Heard> notices(int buffer) {
        if (buffer < 1 || buffer > LARGEST_BUFFER) {
            throw new IllegalArgumentException("component '" + component() + "': a buffer of " + buffer
                    + " notices must be between 1 and " + LARGEST_BUFFER + ": each waits in memory");
        }
        return Multi.createFrom()
                .publisher(subscriber -> ContextStream.begin(
                        vertx, address, new Inbox.Bounded(buffer), Objects.requireNonNull(subscriber, "subscriber")));
    }

    @Override
    public String toString() {
        return "MutinyElector[" + component() + "@" + node() + "]";
    }
}
