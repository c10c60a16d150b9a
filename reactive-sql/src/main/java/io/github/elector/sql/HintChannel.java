// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.Hint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells other electors, and is told by them, that a look may be worth it: PostgreSQL's LISTEN and NOTIFY on a channel
 * named after the table of leases.
 *
 * <p>Only a hint. It has a connection of its own, so that trouble with it holds nothing up; what is lost is made up for
 * by a hint after every new subscription and by the looks that happen anyway. Our own notices are told apart by a random
 * number. All on the context of the store.
 */
final class HintChannel implements Hints {
    private static final Logger LOG = LoggerFactory.getLogger(HintChannel.class);
    // Not durable, so that it waits for no disk, and not at any price: a transaction of somebody else that sends
    // notices and waits for a replica keeps every other sender of the database waiting until then.
    static final String NOTIFY = """
            SELECT set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '50ms', true),
                   pg_notify($1::text, $2::text)
            """;
    // Of a server that was demoted nobody hears anything any more, though it answers.
    private static final String PROBE = "SELECT current_setting('transaction_read_only')::boolean AS read_only";
    private static final String PREFIX = "elector:";
    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long LONGEST_RETRY_MILLIS = 10_000;
    // A line that died silently is found out by nobody who only listens.
    private static final long PROBE_MILLIS = 60_000;

    private final Vertx vertx;
    private final DedicatedConnection connection;
    private final String channel;
    private final String own = UUID.randomUUID().toString();
    private @Nullable Consumer<Hint> listener;
    private long retryMillis = FIRST_RETRY_MILLIS;
    private long timer = -1;
    private boolean complained;
    private boolean closed;
    private Future<?> lastNotice = Future.succeededFuture();

    HintChannel(Vertx vertx, ConnectionSettings settings, SqlFailures failures, TableName leases) {
        this.vertx = vertx;
        this.channel = channelName(leases);
        this.connection = new DedicatedConnection(vertx, settings, failures, this::listen, this::listenAgainLater);
    }

    @Override
    public DedicatedConnection connection() {
        return connection;
    }

    /** Tells it after every subscription, and for every notice of somebody else. */
    @Override
    public void start(Consumer<Hint> listener) {
        if (this.listener == null) {
            this.listener = listener;
            listenNow();
        }
    }

    /**
     * The server takes the two in order, so the notice is sent once the statement is committed, without a way to us and
     * back in between. It is sent as well if that statement changed nothing: a hint too many costs the others a look.
     */
    @Override
    public void announceAfter(DedicatedConnection writer, Hint hint) {
        Tuple notice = Tuple.of(channel, new HintText(own, hint).toString());
        lastNotice = writer.query("a hint to the other electors", NOTIFY, notice)
                .onFailure(e -> complain("could not send a hint; others will look by themselves", e));
    }

    @Override
    public Future<Void> noticed() {
        return lastNotice.transform(sent -> Future.succeededFuture());
    }

    @Override
    public Future<Void> close() {
        closed = true;
        vertx.cancelTimer(timer);
        return connection.close();
    }

    private void listenNow() {
        connection.use("listening for hints", HintChannel::probe).onComplete(answered -> {
            if (answered.succeeded()) {
                retryMillis = FIRST_RETRY_MILLIS;
                arm(PROBE_MILLIS);
            } else {
                complain("cannot listen for hints; looks happen by themselves", answered.cause());
                listenAgainLater();
            }
        });
    }

    private static Future<?> probe(SqlConnection on) {
        return on.preparedQuery(PROBE).execute().compose(ServerRow::ofThePrimary);
    }

    /** Run on every new connection. A server that knows no LISTEN still serves notices and small things. */
    private Future<?> listen(SqlConnection fresh) {
        Consumer<Hint> toTell = listener;
        if (toTell == null) {
            return Future.succeededFuture();
        }
        ((PgConnection) fresh).notificationHandler(this::onNotice);
        return fresh.query("LISTEN \"" + channel + '"').execute().transform(listening -> {
            if (listening.succeeded()) {
                toTell.accept(Hint.LOOK);
            } else {
                complain("LISTEN failed; looks happen by themselves", listening.cause());
            }
            return Future.succeededFuture();
        });
    }

    private void onNotice(PgNotification notice) {
        Consumer<Hint> toTell = listener;
        HintText text = HintText.parse(notice.getPayload());
        if (toTell != null && !own.equals(text.sender())) {
            toTell.accept(text.hint());
        }
    }

    private void listenAgainLater() {
        if (listener != null) {
            arm(ThreadLocalRandom.current().nextLong(retryMillis / 2, retryMillis + 1));
            retryMillis = Math.min(LONGEST_RETRY_MILLIS, retryMillis * 2);
        }
    }

    private void arm(long millis) {
        vertx.cancelTimer(timer);
        if (!closed) {
            timer = vertx.setTimer(millis, due -> listenNow());
        }
    }

    /** Once is enough: it is a convenience that fails, and it may fail for as long as the server is away. */
    private void complain(String what, Throwable why) {
        if (complained || closed) {
            LOG.debug(what, why);
        } else {
            complained = true;
            LOG.info(what + " (said once): " + why.getMessage());
        }
    }

    /** Channels are cut at 63 bytes without a word, so a long name goes by its digest. */
    static String channelName(TableName leases) {
        String plain = PREFIX + leases;
        if (plain.length() <= TableNaming.MAX_LENGTH) {
            return plain;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.US_ASCII));
            return PREFIX + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
