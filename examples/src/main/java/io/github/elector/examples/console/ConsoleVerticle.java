// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.github.elector.lease.ComponentName;
import io.github.elector.notice.Notice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a console consists of, on one context: its server, its ear on the event bus, its looks at the tables. */
final class ConsoleVerticle extends VerticleBase {
    private static final long GIVE_UP_MILLIS = 5_000;
    private static final int MOST_INSTANCES = 200;
    private static final long CLOSE_MILLIS = 1_000;
    private static final int MOST_CONNECTIONS = 128;

    private final ConsoleAddress address;
    private final Watched watched;
    private final LongSupplier nowMillis = System::currentTimeMillis;
    private final Board board = new Board();
    private final EventStream stream;
    private final Chronicle chronicle;
    private final Pace pace;
    private @Nullable HttpServer server;
    private final List<Rounds> rounds = new ArrayList<>();
    private @Nullable Rounds looks;
    private int connections;
    private boolean willShow;

    ConsoleVerticle(ConsoleAddress address, Watched watched, Pace pace) {
        this.address = address;
        this.watched = watched;
        this.pace = pace;
        String life = UUID.randomUUID().toString().substring(0, 8);
        this.stream = new EventStream(board, life, nowMillis);
        this.chronicle = new Chronicle(watched.node(), components());
    }

    @Override
    public Future<?> start() {
        showSome();
        return vertx.executeBlocking(PageFiles::read)
                .compose(page -> listen(page))
                .compose(listening ->
                        Future.join(components().stream().map(this::hear).toList()))
                .onSuccess(hearing -> begin());
    }

    @Override
    public Future<?> stop() {
        rounds.forEach(Rounds::stop);
        Future<?> closed = server == null ? Future.succeededFuture() : server.close();
        return closed.timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).transform(done -> closeWatched());
    }

    /** The port that was found; once it is deployed. */
    int port() {
        return server == null ? address.port() : server.actualPort();
    }

    /** Frees what was given, without waiting for long. */
    Future<Void> closeWatched() {
        return Future.join(watched.cluster().close(), watched.instances().close())
                .timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private List<String> components() {
        return watched.components().stream().limit(TermLines.MOST).toList();
    }

    private Future<?> listen(PageFiles page) {
        Desk desk = new Desk(address.isLoopback(), page, board, stream, nowMillis);
        HttpServerOptions options = new HttpServerOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout((int) pace.patience().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                // The system keeps this much for each listener beside what waits in this process.
                .setSendBufferSize(128 * 1024);
        HttpServer made =
                vertx.createHttpServer(options).connectionHandler(this::count).requestHandler(desk::answer);
        server = made;
        return made.listen().recover(failure -> Future.failedFuture(unusable(failure)));
    }

    private IllegalStateException unusable(Throwable failure) {
        String where = address.host() + ":" + address.port();
        return new IllegalStateException(
                failure instanceof BindException
                        ? "the console cannot listen on " + where + ": " + failure.getMessage()
                                + "; is the port taken? Choose another, or 0 for any that is free"
                        : "the console cannot listen on " + where + ": " + failure,
                failure);
    }

    private void count(HttpConnection connection) {
        connections++;
        connection.closeHandler(gone -> connections--);
        if (connections > MOST_CONNECTIONS) {
            connection.close();
        }
    }

    private Future<Void> hear(String component) {
        return vertx.eventBus()
                .localConsumer(watched.addresses().event(new ComponentName(component)))
                .handler(message -> onNotice(message.body()))
                .completion();
    }

    /** Anybody may publish on the bus, so this may be no notice. */
    private void onNotice(@Nullable Object said) {
        Notice notice;
        try {
            notice = Notice.from((JsonObject) said);
        } catch (IllegalArgumentException | ClassCastException | NullPointerException none) {
            return;
        }
        chronicle.onNotice(notice);
        show();
        if (looks != null) {
            looks.now();
        }
    }

    private void begin() {
        looks = begin(pace.look(), this::look);
        begin(pace.instances(), this::readInstances);
        begin(pace.beat(), this::beat);
    }

    private Rounds begin(Duration pause, Supplier<Future<?>> act) {
        Rounds begun = new Rounds(vertx, pause.toMillis(), act);
        rounds.add(begun);
        begun.now();
        return begun;
    }

    private Future<?> look() {
        long asked = nowMillis.getAsLong();
        return ownSession()
                .compose(session -> {
                    chronicle.campaignsAs(session.orElse(null));
                    return read(watched.cluster()::read);
                })
                .onSuccess(look -> chronicle.onLook(look, asked, nowMillis.getAsLong()))
                .onFailure(failure -> chronicle.onNoLook(Trouble.words(failure), nowMillis.getAsLong()))
                .onComplete(looked -> show());
    }

    private Future<?> readInstances() {
        return read(() -> watched.instances().read(MOST_INSTANCES))
                .map(found -> InstancesJson.shown(found, MOST_INSTANCES))
                .otherwise(failure -> InstancesJson.away(Trouble.words(failure)))
                .onSuccess(json -> {
                    board.put("instances", json);
                    stream.update();
                });
    }

    private Future<?> beat() {
        stream.beat();
        return Future.succeededFuture();
    }

    /** Asks the elector of this process, which answers at once; empty if there is none, or it has none. */
    private Future<Optional<String>> ownSession() {
        if (watched.components().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        String address =
                watched.addresses().state(new ComponentName(watched.components().get(0)));
        return vertx.eventBus()
                .<JsonObject>request(address, new JsonObject(), new DeliveryOptions().setSendTimeout(1_000))
                .map(reply -> Optional.ofNullable(reply.body().getString("session")))
                .otherwise(Optional.empty());
    }

    /** Within a time of our own, on our context, also if the other side throws. */
    private <T> Future<T> read(Supplier<Future<T>> source) {
        Promise<T> answer = Promise.promise();
        Future<T> read;
        try {
            read = source.get();
        } catch (RuntimeException broken) {
            read = Future.failedFuture(broken);
        }
        // In this order: of a future without a context the timeout completes on a thread of Netty's own.
        read.timeout(GIVE_UP_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(done -> context.runOnContext(back -> answer.handle(done)));
        return answer.future();
    }

    /** Soon, and once for all that happens until then: much may be told in a burst. */
    private void show() {
        if (!willShow) {
            willShow = true;
            context.runOnContext(turn -> showSome());
        }
    }

    private void showSome() {
        willShow = false;
        boolean more = chronicle.writeTo(board);
        stream.update();
        if (more) {
            show();
        }
    }
}
