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
 * <p>Only a hint: what is lost is made up for by one after every new subscription and by the looks that happen anyway. Our
 * own notices are told apart by a random number. All on the context of the store.
 *
 * <p>They come on the connection of the heartbeats. A heartbeat that is answered shows that the line lives and, since it
 * writes, that its server was not demoted; so as long as a session lives nothing is sent for the sake of hints, and else
 * a probe once a minute.
 *
 * <p>What is sent waits for no row, and takes no round trip of a heartbeat's deadline: LISTEN goes out in one turn with
 * what waited for a new connection, behind it. Whichever has no answer by its own deadline, the connection is left; what
 * else is under way on it then fails too, no later than by itself, as a server takes statements in order.
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
    // A line that died silently is found out by nobody who only listens, an observer for instance.
    private static final long PROBE_MILLIS = 60_000;

    private final Vertx vertx;
    private final DedicatedConnection connection;
    private final String channel;
    private final String own = UUID.randomUUID().toString();
    private final long probeMillis;
    private @Nullable Consumer<Hint> listener;
    private long retryMillis = FIRST_RETRY_MILLIS;
    private long timer = -1;
    private boolean complained;
    private boolean closed;
    private Future<?> lastNotice = Future.succeededFuture();

    HintChannel(Vertx vertx, DedicatedConnection heartbeats, TableName leases) {
        this(vertx, heartbeats, leases, PROBE_MILLIS);
    }

    /**
     * With a patience of the caller's.
     *
     * @param probeMillis for how long nothing may be heard of the server until it is asked whether it is there
     */
    HintChannel(Vertx vertx, DedicatedConnection heartbeats, TableName leases, long probeMillis) {
        this.vertx = vertx;
        this.connection = heartbeats;
        this.channel = channelName(leases);
        this.probeMillis = probeMillis;
    }

    /** Tells it after every subscription, and for every notice of somebody else. */
    @Override
    public void start(Consumer<Hint> listener) {
        if (this.listener == null) {
            this.listener = listener;
            connection.tell(() -> listen(listener), this::probeSoon);
            probeIfSilent();
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
    public void close() {
        closed = true;
        vertx.cancelTimer(timer);
    }

    private void probeIfSilent() {
        long silentMillis = connection.silentMillis();
        if (silentMillis < probeMillis) {
            // It has lasted; that it was opened and answered once is no reason to open it as fast again.
            retryMillis = FIRST_RETRY_MILLIS;
            arm(probeMillis - silentMillis);
            return;
        }
        long due = timer;
        connection.use("listening for hints", HintChannel::probe).onComplete(answer -> arm(probeMillis), failure -> {
            complain("cannot listen for hints; looks happen by themselves", failure);
            // Whoever lost the connection over it has seen to that.
            if (timer == due) {
                probeSoon();
            }
        });
    }

    /** Which opens the connection where that was lost; later and later where that does not help. */
    private void probeSoon() {
        arm(ThreadLocalRandom.current().nextLong(retryMillis / 2, retryMillis + 1));
        retryMillis = Math.min(LONGEST_RETRY_MILLIS, retryMillis * 2);
    }

    private static Future<?> probe(SqlConnection on) {
        return on.preparedQuery(PROBE).execute().compose(ServerRow::ofThePrimary);
    }

    /** On every new connection. A server that knows no LISTEN still serves heartbeats, and others hear our notices. */
    private void listen(Consumer<Hint> toTell) {
        connection
                .use("LISTEN", on -> listen(on, toTell))
                .onComplete(
                        listening -> toTell.accept(Hint.LOOK),
                        refused -> complain("LISTEN failed; looks happen by themselves", refused));
    }

    private Future<?> listen(SqlConnection on, Consumer<Hint> toTell) {
        ((PgConnection) on).notificationHandler(notice -> onNotice(notice, toTell));
        return on.query("LISTEN \"" + channel + '"').execute();
    }

    private void onNotice(PgNotification notice, Consumer<Hint> toTell) {
        HintText text = HintText.parse(notice.getPayload());
        if (!own.equals(text.sender())) {
            toTell.accept(text.hint());
        }
    }

    private void arm(long millis) {
        vertx.cancelTimer(timer);
        if (!closed) {
            timer = vertx.setTimer(millis, due -> probeIfSilent());
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
