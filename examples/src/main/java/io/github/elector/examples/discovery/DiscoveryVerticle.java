// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.examples.resources.Inventory;
import io.github.elector.examples.resources.ResourceWriter;
import io.github.elector.examples.resources.Written;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rows of one mesh equal to what its registry has, for one term. Everything is new each term: session, watches,
 * queue.
 *
 * <p>Whatever happens to the registry, there are two things that can be wanted: to list everything, or to look again at
 * nodes that changed. One of them is done at a time, {@link #turn} decides which, and what fails is wanted again. A list is
 * wanted at first, in a new session, and when an old one was cut off for a while: ZooKeeper sets its watches again then, but
 * what they would have told is lost.
 *
 * <p>The registry may be down for as long as it likes: the term is kept, and the rows stay as they are. So may the database,
 * until the elector ends the term for it.
 */
public final class DiscoveryVerticle extends VerticleBase implements RegistryLink.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryVerticle.class);
    private static final int MOST_AT_ONCE = 500;
    private static final long NO_TIMER = -1;

    private final Term term;
    private final Registry registry;
    private final ResourceWriter writer;
    private final long stopMillis;
    private final SkippedNodes skipped;
    private final RegistryReader reader;
    private final ChangedNodes changed = new ChangedNodes();
    private final Backoff pause = new Backoff();

    private @Nullable DiscoveryNews news;
    private @Nullable MessageConsumer<Object> status;
    private @Nullable RegistryLink link;
    private Future<Void> work = Future.succeededFuture();
    private boolean listWanted;
    private long timer = NO_TIMER;
    private long lists;
    private long latestZxid;
    private boolean over;

    /**
     * One for this term.
     *
     * @param registry of one mesh; for several there are several of these
     * @param writer of the rows
     * @param stop the stop budget of the elector
     */
    public DiscoveryVerticle(Term term, Registry registry, ResourceWriter writer, Duration stop) {
        this.term = term;
        this.registry = registry;
        this.writer = writer;
        this.stopMillis = stop.toMillis();
        this.skipped = new SkippedNodes(registry.mesh());
        this.reader = new RegistryReader(registry.mesh(), skipped);
    }

    /** Where it tells what it does, as JSON, in its own process: see {@link DiscoveryNews}. */
    public static String newsAddress(String mesh) {
        return "discovery.news." + mesh;
    }

    /** Where it answers how it is, during its term, in its own process. */
    public static String statusAddress(String mesh) {
        return "discovery.status." + mesh;
    }

    /** Does not wait for the registry, which may be down. */
    @Override
    public Future<?> start() {
        news = new DiscoveryNews(vertx, term, registry.mesh());
        status = vertx.eventBus().localConsumer(statusAddress(registry.mesh()), asked -> asked.reply(status()));
        RegistryLink opening = new RegistryLink(vertx, context, registry, Math.max(1, stopMillis / 8), this);
        link = opening;
        opening.open();
        return Future.succeededFuture();
    }

    /**
     * In this order: nothing new is begun and timers are cancelled; the transaction under way ends; the session is closed,
     * and with it its watches at the registry; the queue is dropped; nobody is answered any more. All of it within the
     * stop budget.
     */
    @Override
    public Future<?> stop() {
        refuse();
        return workOrLeave()
                .transform(ended -> Objects.requireNonNull(link).close())
                .transform(closed -> {
                    changed.clear();
                    return Objects.requireNonNull(status).unregister();
                })
                .onComplete(ended -> news().tell("over"));
    }

    /**
     * By a timer of this context: that of {@link Future#timeout} runs on a thread of Netty's own for a future that belongs
     * to no context, as a chain does that begins with one that is there already.
     */
    private Future<Void> workOrLeave() {
        Promise<Void> done = Promise.promise();
        long half = Math.max(1, stopMillis / 2);
        long bound = vertx.setTimer(half, due -> {
            if (done.tryComplete()) {
                LOG.warn(
                        "mesh '{}': a write did not end within {} ms and is left; after the term the fence refuses it",
                        registry.mesh(),
                        half);
                news().tell("left");
            }
        });
        work.onComplete(ended -> {
            vertx.cancelTimer(bound);
            done.tryComplete();
        });
        return done.future();
    }

    @Override
    public void onReady() {
        listWanted = true;
        news().tell("connected");
        turn();
    }

    @Override
    public void onChanged(String path, long zxid) {
        changed.note(path, zxid);
        turn();
    }

    @Override
    public void onLost(Throwable cause) {
        news().tell("lost", cause);
    }

    /** Begins the next piece of work, if there is any, and nothing stands against it. */
    private void turn() {
        if (over || !work.isComplete() || timer != NO_TIMER) {
            return;
        }
        Optional<RegistrySession> session = Objects.requireNonNull(link).session();
        if (session.isEmpty()) {
            return;
        }
        if (listWanted) {
            listWanted = false;
            work = list(session.get());
            work.onComplete(done -> succeeded(), failure -> {
                listWanted = true;
                failed(failure);
            });
        } else if (!changed.isEmpty()) {
            // Whatever is stored is older than what is read now.
            Map<String, Long> taken = changed.take(MOST_AT_ONCE, latestZxid + 1);
            work = follow(session.get(), taken);
            work.onComplete(done -> succeeded(), failure -> {
                changed.putBack(taken);
                failed(failure);
            });
        }
    }

    /** Lists each kind, and makes its rows equal to the list; kinds that are done stay done should a later one fail. */
    private Future<Void> list(RegistrySession session) {
        Future<Written> all = Future.succeededFuture(Written.NOTHING);
        for (RegistryKind kind : RegistryReader.KINDS) {
            all = all.compose(before -> list(session, kind).map(before::plus));
        }
        return all.onSuccess(written -> {
                    lists++;
                    news().tell("listed", written, latestZxid);
                })
                .mapEmpty();
    }

    private Future<Written> list(RegistrySession session, RegistryKind kind) {
        return reader.list(session, kind).compose(listed -> {
            latestZxid = Math.max(latestZxid, listed.zxid());
            Inventory inventory = new Inventory(
                    kind.kind(), registry.mesh(), listed.resources(), listed.hidden()::contains, listed.zxid());
            return whileWanted(() -> writer.reconcile(term, inventory));
        });
    }

    /** Reads nodes again, and writes what became of them. */
    private Future<Void> follow(RegistrySession session, Map<String, Long> taken) {
        return reader.read(session, taken)
                .compose(changes -> {
                    changes.forEach(change -> latestZxid = Math.max(latestZxid, change.revision()));
                    return whileWanted(() -> writer.apply(term, changes));
                })
                .onSuccess(written -> news().tell("applied", written, latestZxid))
                .mapEmpty();
    }

    private <T> Future<T> whileWanted(Supplier<Future<T>> write) {
        return over
                ? Future.failedFuture(new TermOverException(term.id(), "before it wrote what it had read"))
                : write.get();
    }

    private void succeeded() {
        if (pause.isOn()) {
            LOG.info("mesh '{}': resources are written again", registry.mesh());
        }
        pause.reset();
        turn();
    }

    private void failed(Throwable cause) {
        if (over) {
            return;
        }
        if (cause instanceof TermOverException) {
            giveUp(cause);
            return;
        }
        if (!pause.isOn()) {
            LOG.warn(
                    "mesh '{}': resources could not be read or written ({}); it is tried again until the term is over",
                    registry.mesh(),
                    cause.toString());
        }
        news().tell("failed", cause);
        timer = vertx.setTimer(pause.takeMillis(), due -> {
            timer = NO_TIMER;
            turn();
        });
    }

    /** The database says that somebody else may lead, or the term itself says that it is over. */
    private void giveUp(Throwable cause) {
        LOG.info("mesh '{}': {}", registry.mesh(), cause.getMessage());
        refuse();
        Objects.requireNonNull(link).close();
        term.fail(cause);
    }

    private void refuse() {
        over = true;
        vertx.cancelTimer(timer);
        Objects.requireNonNull(link).mute();
    }

    private JsonObject status() {
        return new JsonObject()
                .put("component", term.component())
                .put("term", Long.toString(term.number()))
                .put("mesh", registry.mesh())
                .put("connected", Objects.requireNonNull(link).session().isPresent())
                .put("lists", lists)
                .put("zxid", latestZxid)
                .put("skipped", skipped.count());
    }

    private DiscoveryNews news() {
        return Objects.requireNonNull(news);
    }
}
