// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.github.elector.driver.Hosts;
import io.github.elector.metrics.ElectorMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A candidate for the leadership of one component.
 *
 * <p>Electors of one Vertx whose options differ in nothing but the component share one session: one heartbeat, two
 * connections, however many components. They live on an internal verticle of their own, so that leases are still released when the Vertx closes.
 *
 * <p>Every method may be called from any thread; futures complete on the caller's context.
 */
public interface Elector {
    /**
     * Campaigns for {@code options.getComponent()} from now on, and runs {@code work} whenever this process leads it.
     *
     * <p>A database that does not answer, has no tables or refuses its user does not fail the start: this process is
     * then not the leader, says so ({@code store-unreachable}, log), and goes on trying.
     *
     * @return completes once it campaigns; fails with {@link IllegalArgumentException} for options that cannot work, and
     *     with {@link IllegalStateException} if this Vertx campaigns for this component on this store already, however
     *     its URI is written, or work of an earlier elector for it still runs
     */
    static Future<Elector> start(Vertx vertx, ElectorOptions options, TermWork work) {
        try {
            ElectorOptions checked = new ElectorOptions(options);
            checked.readSecrets();
            checked.check();
            return Hosts.of(vertx).start(checked, checked.storeUri(), work);
        } catch (IllegalArgumentException unusable) {
            return Future.failedFuture(unusable);
        }
    }

    /**
     * Has the electors of this Vertx measured: every one that is started from now on tells these metrics what it does.
     * For Micrometer they are {@link io.github.elector.micrometer.ElectorMeters}.
     *
     * @throws IllegalStateException if electors run on this Vertx already
     */
    static void measure(Vertx vertx, ElectorMetrics metrics) {
        Hosts.of(vertx).measure(Objects.requireNonNull(metrics, "metrics"));
    }

    /** What it campaigns for. */
    String component();

    /** The name of this replica. */
    String node();

    /** The term of this process, if it leads right now. */
    Optional<Term> term();

    /** Who leads, as last seen. */
    Leadership leadership();

    /**
     * How it is, for a probe: down only if it leads and cannot renew its session, if the store refuses what somebody has
     * to repair, or if its own code has failed. Completed already when it is returned, and never failed.
     */
    Future<Health> health();

    /**
     * Gives the leadership up, if it is held, and does not campaign for a while.
     *
     * @param stayOut for how long at least, not counting time in which the machine sleeps; zero lets it campaign again at
     *     once
     * @return completes when nothing is in hand any more: the work has ended and the lease is released
     */
    Future<Void> resign(Duration stayOut);

    /**
     * Gives the leadership up, if it is held, and does not campaign until {@link #campaign()} is called. Its session
     * stays: for a process that shall never lead there is {@link ElectorOptions#setCampaign}.
     *
     * @return completes when nothing is in hand any more
     */
    Future<Void> observe();

    /**
     * Campaigns again, however long it was to stay out by {@link #resign}, {@link #observe} or since its work failed.
     * Nothing happens if it campaigns.
     *
     * @return completes when it campaigns; fails with {@link IllegalStateException} if its option {@code campaign} is
     *     false
     */
    Future<Void> campaign();

    /**
     * Ends this elector: the term ends, the work stops, the lease is released.
     *
     * @return completes when nothing is in hand any more, or when the stop budget and three store timeouts are over; for
     *     the last elector of its session, with which the store is closed and what hangs is undeployed, when one of each
     *     more is over
     */
    Future<Void> close();
}
