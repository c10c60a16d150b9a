// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import io.github.elector.Term;
import io.github.elector.examples.engine.source.Driver;
import io.github.elector.examples.engine.source.ListWatch;
import io.github.elector.examples.resources.ResourceWriter;
import io.github.elector.examples.resources.Written;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rows of runtime instances equal to what a source has, for one term. Everything is new each term: source,
 * watch, queue.
 *
 * <p>The source may be down for as long as it likes: the term is kept, and the rows stay as they are. So may the database,
 * until the elector ends the term for it.
 */
public final class EngineVerticle extends VerticleBase implements Follower.Listener {
    /** Where it tells what it does, as JSON, in its own process: see {@link EngineNews}. */
    public static final String NEWS = "engine.news";
    /** Where it answers how it is, during its term, in its own process. */
    public static final String STATUS = "engine.status";

    private static final Logger LOG = LoggerFactory.getLogger(EngineVerticle.class);

    private final Term term;
    private final Driver driver;
    private final ResourceWriter writer;
    private final long stopMillis;

    private @Nullable EngineNews news;
    private @Nullable MessageConsumer<Object> status;
    private @Nullable ListWatch source;
    private @Nullable Follower follower;

    EngineVerticle(Term term, Driver driver, ResourceWriter writer, Duration stop) {
        this.term = term;
        this.driver = driver;
        this.writer = writer;
        this.stopMillis = stop.toMillis();
    }

    /** Does not wait for the source, which may be down. */
    @Override
    public Future<?> start() {
        news = new EngineNews(vertx, term);
        ListWatch opened = driver.open(vertx);
        source = opened;
        follower = new Follower(vertx, opened, new FencedRows(context, term, writer), this);
        status = vertx.eventBus().localConsumer(STATUS, asked -> asked.reply(status()));
        follower().begin();
        return Future.succeededFuture();
    }

    /**
     * In this order: nothing new is begun, timers and watch are cancelled; the transaction under way ends; the source is
     * closed, and with it its streams and what it has running; the queue is dropped; nobody is answered any more. All of it
     * within the stop budget: what does not end in its part of it is left, and the fence refuses what it may still write.
     */
    @Override
    public Future<?> stop() {
        follower().refuse();
        return bounded("a write", follower().written(), stopMillis / 2)
                .compose(ended ->
                        bounded("the source", Objects.requireNonNull(source).close(), stopMillis / 4))
                .compose(closed -> {
                    follower().drop();
                    return Objects.requireNonNull(status).unregister();
                })
                .onComplete(ended -> news().tell("over"));
    }

    @Override
    public void onWritten(String type, Written written, long revision) {
        news().tell(type, written, revision);
    }

    @Override
    public void onTrouble(Throwable cause) {
        news().tell("failed", cause);
    }

    /** The database says that somebody else may lead, or the term itself says that it is over. */
    @Override
    public void onTermOver(Throwable cause) {
        LOG.info("{}", cause.getMessage());
        follower().refuse();
        term.fail(cause);
    }

    private JsonObject status() {
        return new JsonObject()
                .put("component", term.component())
                .put("term", Long.toString(term.number()))
                .put("source", Objects.requireNonNull(source).describe())
                .put("lists", follower().lists())
                .put("revision", follower().revision())
                .put("skipped", Objects.requireNonNull(source).skips().toJson());
    }

    /** By a timer of this context: that of {@link Future#timeout} runs elsewhere for a future that belongs to none. */
    private Future<?> bounded(String what, Future<?> act, long millis) {
        Promise<Void> done = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, millis), due -> {
            if (done.tryComplete()) {
                LOG.warn("component '{}': {} did not end within {} ms", term.component(), what, millis);
            }
        });
        act.onComplete(ended -> {
            vertx.cancelTimer(timer);
            done.tryComplete();
        });
        return done.future();
    }

    private Follower follower() {
        return Objects.requireNonNull(follower);
    }

    private EngineNews news() {
        return Objects.requireNonNull(news);
    }
}
