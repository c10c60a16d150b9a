// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.SessionOpening;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The statements for MySQL 8 and MariaDB 10.6 or later, whole, written with the default table names; checked on MariaDB
 * 11.4.5 and 10.11 and on MySQL 9.7.4, which take the same.
 *
 * <p>Neither server returns what an UPDATE wrote, and the number of rows depends on a flag of the connection. So an
 * operation that writes is a conditional statement with a nonce of its own, and a second one that reads back whose nonce
 * is there: only that is a yes. Each is a transaction of its own.
 *
 * <p>Who may do everything may also write to a server that is read-only, so what reads back says whether it is.
 *
 * <p>No list can be a parameter, so lists travel as JSON. Keys are bytes and leave as text that any byte fits in, times
 * as numbers. The generation is server id, host name and the second of the start, see {@code docs/decisions/0011}.
 */
final class MysqlDialect implements Dialect {
    private static final String OPEN = """
            INSERT INTO leader_sessions
                (session_id, node, version, lease_millis, renew_millis, started_at, renewed_at, closed, nonce,
                 metadata)
            VALUES (?, ?, 0, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 0, ?, ?)
            """;

    private static final String SERVER = """
            SELECT CONCAT(@@global.server_id, '/', @@global.hostname, '/', started.start_second) AS generation,
                   TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000
                       - started.start_second * 1000 AS up_millis,
                   CAST(@@global.read_only AS CHAR) NOT IN ('0', 'OFF') AS read_only
            FROM (SELECT CAST((UUID_SHORT() >> 24) & 4294967295 AS SIGNED) AS start_second) AS started
            """;

    private static final String BEAT = """
            UPDATE leader_sessions
            SET version = version + 1, renewed_at = UTC_TIMESTAMP(6), nonce = ?
            WHERE session_id = ? AND closed = 0
            """;

    // There is always one row. A session that is open and has another nonce was written by another attempt of its own
    // behind this one. Terms no elector wrote are not counted: their sum could overflow and take the heartbeat with it.
    private static final String READ_BEAT = """
            SELECT server.generation, server.up_millis, CAST(@@global.read_only AS CHAR) NOT IN ('0', 'OFF') AS read_only,
                   CASE WHEN own.nonce = ? AND own.closed = 0 THEN own.version END AS beaten_version,
                   COALESCE(own.nonce <> ? AND own.closed = 0, FALSE) AS overtaken, own.closed_by,
                   held.leases, held.term_sum, CONVERT(listed.component USING latin1) AS component, listed.term
            FROM (
                SELECT CONCAT(@@global.server_id, '/', @@global.hostname, '/', started.start_second) AS generation,
                       started.now_millis - started.start_second * 1000 AS up_millis,
                       started.now_millis + 315576000000 AS absurd_term
                FROM (
                    SELECT CAST((UUID_SHORT() >> 24) & 4294967295 AS SIGNED) AS start_second,
                           TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000
                               AS now_millis
                ) AS started
            ) AS server
            LEFT JOIN leader_sessions AS own ON own.session_id = ?
            CROSS JOIN (
                SELECT COUNT(*) AS leases, CAST(COALESCE(SUM(term), 0) AS SIGNED) AS term_sum
                FROM leader_leases
                WHERE holder = ? AND released = 0
                  AND term BETWEEN 0 AND 315576000000
                      + TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000
            ) AS held
            LEFT JOIN leader_leases AS listed
                   ON held.leases <= 256 AND listed.holder = ? AND listed.released = 0
                  AND listed.term BETWEEN 0 AND server.absurd_term
            """;

    // What a holder advertises is read once, however many leases it has, and outside of the union, which would be
    // kept on disk with a text of that length in it.
    private static final String LOOK = """
            SELECT server.generation, server.now_millis - server.start_second * 1000 AS up_millis, server.now_millis,
                   CAST(@@global.read_only AS CHAR) NOT IN ('0', 'OFF') AS read_only, seen.*,
                   CASE WHEN seen.advertiser IS NOT NULL
                        THEN (SELECT LEFT(own.metadata, 2049) FROM leader_sessions AS own
                              WHERE own.session_id = seen.advertiser)
                   END AS metadata
            FROM (
                SELECT CONCAT(@@global.server_id, '/', @@global.hostname, '/', started.start_second) AS generation,
                       started.start_second, started.now_millis
                FROM (
                    SELECT CAST((UUID_SHORT() >> 24) & 4294967295 AS SIGNED) AS start_second,
                           TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000
                               AS now_millis
                ) AS started
            ) AS server
            LEFT JOIN (
                SELECT wanted.component, lease.component IS NOT NULL AS has_lease,
                       CONVERT(lease.holder USING latin1) AS holder, lease.term, lease.released,
                       lease.generation AS lease_generation,
                       CONVERT(session.session_id USING latin1) AS session_id, session.version, session.closed,
                       session.lease_millis, session.renew_millis,
                       TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', session.renewed_at) DIV 1000
                           AS renewed_millis,
                       NULL AS watched, NULL AS leases, NULL AS term_sum,
                       CASE WHEN session.metadata IS NOT NULL AND ROW_NUMBER() OVER (PARTITION BY lease.holder) = 1
                            THEN session.session_id
                       END AS advertiser
                FROM JSON_TABLE(?, '$[*]' COLUMNS (component VARCHAR(128) CHARACTER SET ascii PATH '$')) AS wanted
                LEFT JOIN leader_leases AS lease ON lease.component = wanted.component
                LEFT JOIN leader_sessions AS session ON session.session_id = lease.holder
                UNION ALL
                SELECT NULL, NULL, NULL, NULL, NULL, NULL,
                       CONVERT(session.session_id USING latin1), session.version, session.closed,
                       session.lease_millis, session.renew_millis,
                       TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', session.renewed_at) DIV 1000,
                       held.watched, held.leases, held.term_sum, NULL
                FROM (
                    SELECT watched.session_id AS watched, COUNT(lease.component) AS leases,
                           CAST(COALESCE(SUM(lease.term), 0) AS SIGNED) AS term_sum
                    FROM JSON_TABLE(?, '$[*]' COLUMNS (session_id VARCHAR(200) CHARACTER SET ascii PATH '$'))
                             AS watched
                    LEFT JOIN leader_leases AS lease
                           ON lease.holder = watched.session_id AND lease.released = 0
                          AND lease.term BETWEEN 0 AND 315576000000
                              + TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000
                    GROUP BY watched.session_id
                ) AS held
                LEFT JOIN leader_sessions AS session ON session.session_id = held.watched
                UNION ALL
                (SELECT NULL, NULL, NULL, NULL, NULL, NULL,
                        CONVERT(session.session_id USING latin1), session.version, session.closed,
                        session.lease_millis, session.renew_millis,
                        TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', session.renewed_at) DIV 1000,
                        NULL, NULL, NULL, NULL
                 FROM leader_sessions AS session
                 WHERE session.closed = 0
                   AND TIMESTAMPDIFF(MICROSECOND, session.renewed_at, UTC_TIMESTAMP(6)) DIV 2000 > session.lease_millis
                 LIMIT 100)
            ) AS seen ON TRUE
            """;

    private static final String EXPIRE = """
            UPDATE leader_sessions
            SET closed = 1, closed_by = ?, nonce = ?
            WHERE session_id = ? AND version = ? AND closed = 0
              AND ? = CAST(CONCAT(@@global.server_id, '/', @@global.hostname, '/',
                                  (UUID_SHORT() >> 24) & 4294967295) AS BINARY)
            """;

    private static final String READ_EXPIRED = """
            SELECT version
            FROM leader_sessions
            WHERE session_id = ? AND nonce = ? AND closed = 1
            """;

    // UPDATE has no SKIP LOCKED, so a select inside it locks the rows first and leaves out those that somebody else
    // has locked, a fence's share lock included. Its LIMIT keeps it a select of its own: merged into the UPDATE it
    // would wait. The UPDATE compares holder and term again, so that nothing but waiting depends on that. Both go
    // by primary key, whatever the optimizer thinks of a small table: a scan would wait for rows nobody asked for.
    // MySQL must be told that it is not the JSON that is locked (3569), which MariaDB has no words for.
    private static final String TAKE = """
            UPDATE (
                SELECT free.component, free.holder, free.term, server.generation,
                       GREATEST(free.term + 1, asked.above_term + 1, server.now_millis) AS new_term
                FROM (
                    SELECT CAST(CONCAT(@@global.server_id, '/', @@global.hostname, '/', started.start_second) AS BINARY)
                               AS generation, started.now_millis
                    FROM (
                        SELECT CAST((UUID_SHORT() >> 24) & 4294967295 AS SIGNED) AS start_second,
                               TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000
                                   AS now_millis
                    ) AS started
                ) AS server
                STRAIGHT_JOIN JSON_TABLE(?, '$[*]' COLUMNS (
                    component VARCHAR(128) CHARACTER SET ascii PATH '$[0]',
                    generation VARCHAR(300) CHARACTER SET utf8mb4 PATH '$[1]',
                    above_term BIGINT PATH '$[2]', if_released INT PATH '$[3]',
                    holder VARCHAR(200) CHARACTER SET ascii PATH '$[4]', term BIGINT PATH '$[5]')) AS asked
                STRAIGHT_JOIN leader_leases AS free FORCE INDEX (PRIMARY) ON free.component = asked.component
                WHERE asked.generation = server.generation
                  AND asked.above_term < server.now_millis + 315576000000
                  AND free.holder = asked.holder AND free.term = asked.term
                  AND free.term < server.now_millis + 315576000000
                  AND (asked.if_released = 0 OR (free.released = 1 AND free.generation = server.generation))
                ORDER BY free.component
                LIMIT 1000
                FOR UPDATE /*!80000 OF free */ SKIP LOCKED
            ) AS claim
            STRAIGHT_JOIN leader_leases AS lease FORCE INDEX (PRIMARY)
                       ON lease.component = claim.component AND lease.holder = claim.holder AND lease.term = claim.term
            SET lease.holder = ?, lease.term = claim.new_term, lease.acquired_at = UTC_TIMESTAMP(6), lease.released = 0,
                lease.generation = claim.generation, lease.nonce = ?
            """;

    // Only where there is no row: an insert that meets one waits for whoever has locked it. What is left to wait for is
    // an insert of the same key that has not committed yet, which is one statement of another elector; it goes in order
    // of the keys, so that two batches cannot deadlock. A row that has come in between stays as it is.
    private static final String CREATE = """
            INSERT INTO leader_leases (component, holder, term, acquired_at, released, generation, nonce)
            SELECT asked.component, ?, GREATEST(asked.above_term + 1, server.now_millis), UTC_TIMESTAMP(6), 0,
                   server.generation, ?
            FROM (
                SELECT CAST(CONCAT(@@global.server_id, '/', @@global.hostname, '/', started.start_second) AS BINARY)
                           AS generation, started.now_millis
                FROM (
                    SELECT CAST((UUID_SHORT() >> 24) & 4294967295 AS SIGNED) AS start_second,
                           TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000
                               AS now_millis
                ) AS started
            ) AS server
            STRAIGHT_JOIN JSON_TABLE(?, '$[*]' COLUMNS (
                component VARCHAR(128) CHARACTER SET ascii PATH '$[0]',
                generation VARCHAR(300) CHARACTER SET utf8mb4 PATH '$[1]',
                above_term BIGINT PATH '$[2]', if_released INT PATH '$[3]',
                holder VARCHAR(200) CHARACTER SET ascii PATH '$[4]', term BIGINT PATH '$[5]')) AS asked
            LEFT JOIN leader_leases AS present ON present.component = asked.component
            WHERE asked.holder IS NULL AND present.component IS NULL
              AND asked.generation = server.generation
              AND asked.above_term < server.now_millis + 315576000000
            ORDER BY asked.component
            ON DUPLICATE KEY UPDATE leader_leases.nonce = leader_leases.nonce
            """;

    // Several claims must not wait for the one that meets such an insert. MySQL knows no wait below a second, and has
    // nothing to say so in one statement: there it is the wait of the connection.
    private static final String WITHOUT_WAITING = "/*M!100600 SET STATEMENT innodb_lock_wait_timeout = 0 FOR */ ";

    // What still is as it was claimed, although nothing failed, was locked.
    private static final String READ_CLAIMS = """
            SELECT asked.place, CASE WHEN lease.nonce = ? THEN lease.term END AS term
            FROM (
                SELECT CAST(CONCAT(@@global.server_id, '/', @@global.hostname, '/', started.start_second) AS BINARY)
                           AS generation, started.now_millis
                FROM (
                    SELECT CAST((UUID_SHORT() >> 24) & 4294967295 AS SIGNED) AS start_second,
                           TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000
                               AS now_millis
                ) AS started
            ) AS server
            STRAIGHT_JOIN JSON_TABLE(?, '$[*]' COLUMNS (
                place FOR ORDINALITY,
                component VARCHAR(128) CHARACTER SET ascii PATH '$[0]',
                generation VARCHAR(300) CHARACTER SET utf8mb4 PATH '$[1]',
                above_term BIGINT PATH '$[2]', if_released INT PATH '$[3]',
                holder VARCHAR(200) CHARACTER SET ascii PATH '$[4]', term BIGINT PATH '$[5]')) AS asked
            LEFT JOIN leader_leases AS lease ON lease.component = asked.component
            WHERE lease.nonce = ?
               OR (asked.generation = server.generation
                   AND asked.above_term < server.now_millis + 315576000000
                   AND ((asked.holder IS NULL AND lease.component IS NULL)
                        OR (lease.holder = asked.holder AND lease.term = asked.term
                            AND lease.term < server.now_millis + 315576000000
                            AND (asked.if_released = 0
                                 OR (lease.released = 1 AND lease.generation = server.generation)))))
            """;

    private static final String RELEASE = """
            UPDATE leader_leases
            SET released = 1
            WHERE component = ? AND term = ? AND holder = ?
            """;

    // Without a nonce: the answer is whether this very term is released, whoever did it.
    private static final String READ_RELEASED = """
            SELECT term
            FROM leader_leases
            WHERE component = ? AND term = ? AND holder = ? AND released = 1
            """;

    // As in taking, what is locked is left out; it is read as not released.
    private static final String RELEASE_MANY = """
            UPDATE (
                SELECT held.component, held.holder, held.term
                FROM JSON_TABLE(?, '$[*]' COLUMNS (
                    component VARCHAR(128) CHARACTER SET ascii PATH '$[0]', term BIGINT PATH '$[1]',
                    holder VARCHAR(200) CHARACTER SET ascii PATH '$[2]')) AS asked
                STRAIGHT_JOIN leader_leases AS held FORCE INDEX (PRIMARY) ON held.component = asked.component
                WHERE held.holder = asked.holder AND held.term = asked.term
                ORDER BY held.component
                LIMIT 1000
                FOR UPDATE /*!80000 OF held */ SKIP LOCKED
            ) AS free
            STRAIGHT_JOIN leader_leases AS lease FORCE INDEX (PRIMARY)
                       ON lease.component = free.component AND lease.holder = free.holder AND lease.term = free.term
            SET lease.released = 1
            """;

    private static final String READ_RELEASED_MANY = """
            SELECT asked.place, lease.released
            FROM JSON_TABLE(?, '$[*]' COLUMNS (
                place FOR ORDINALITY,
                component VARCHAR(128) CHARACTER SET ascii PATH '$[0]', term BIGINT PATH '$[1]',
                holder VARCHAR(200) CHARACTER SET ascii PATH '$[2]')) AS asked
            STRAIGHT_JOIN leader_leases AS lease
                       ON lease.component = asked.component AND lease.holder = asked.holder AND lease.term = asked.term
            """;

    private static final String CLOSE_SESSION = """
            UPDATE leader_sessions
            SET closed = 1
            WHERE session_id = ? AND closed = 0
            """;

    private static final String FIND_OLD_SESSIONS = """
            SELECT CONVERT(session.session_id USING latin1) AS session_id
            FROM leader_sessions AS session
            WHERE session.closed = 1 AND session.renewed_at < UTC_TIMESTAMP(6) - INTERVAL 1 DAY
              AND NOT EXISTS (SELECT 1 FROM leader_leases AS lease WHERE lease.holder = session.session_id)
            LIMIT 100
            """;

    private static final String DELETE_SESSION = """
            DELETE FROM leader_sessions
            WHERE session_id = ? AND closed = 1
            """;

    // MariaDB also knows 3, which flushes twice. Without sync_binlog a commit that is not in the log yet is rolled back
    // after a crash of the machine, although InnoDB had it.
    private static final String READ_DURABILITY = """
            SELECT CONCAT_WS(', ',
                       CASE WHEN @@global.innodb_flush_log_at_trx_commit NOT IN (1, 3)
                            THEN CONCAT('innodb_flush_log_at_trx_commit = ', @@global.innodb_flush_log_at_trx_commit) END,
                       CASE WHEN @@global.log_bin = 1 AND @@global.sync_binlog <> 1
                            THEN CONCAT('sync_binlog = ', @@global.sync_binlog) END) AS loses_commits
            """;

    private static final String REPAIR_LEASE = """
            UPDATE leader_leases SET holder = 'repaired', released = 1, generation = 'repaired', nonce = 'repaired', \
            acquired_at = UTC_TIMESTAMP(6), \
            term = TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000 \
            WHERE component = '{component}'""";

    private final Tables tables;
    private final Statements statements;

    MysqlDialect(Tables tables) {
        this.tables = tables;
        this.statements = new Statements(tables);
    }

    @Override
    public Future<RowSet<Row>> open(SqlConnection on, SessionOpening opening) {
        Tuple row = Tuple.of(
                opening.id().value(),
                opening.node().value(),
                opening.leaseMillis(),
                opening.renewMillis(),
                freshNonce(),
                opening.metadata());
        return run(on, OPEN, row)
                .compose(inserted -> run(on, SERVER, Tuple.tuple()))
                .compose(ServerRow::ofThePrimary);
    }

    @Override
    public Future<RowSet<Row>> heartbeat(SqlConnection on, SessionId session) {
        String nonce = freshNonce();
        String id = session.value();
        return run(on, BEAT, Tuple.of(nonce, id))
                .compose(beaten -> run(on, READ_BEAT, Tuple.of(nonce, nonce, id, id, id)))
                .compose(ServerRow::ofThePrimary)
                .compose(read -> ofThisAttempt(read, session));
    }

    @Override
    public Future<RowSet<Row>> look(SqlConnection on, Collection<String> components, Collection<String> watched) {
        return run(
                        on,
                        LOOK,
                        Tuple.of(
                                new JsonArray(List.copyOf(components)).encode(),
                                new JsonArray(List.copyOf(watched)).encode()))
                .compose(ServerRow::ofThePrimary);
    }

    @Override
    public Future<RowSet<Row>> expire(SqlConnection on, ExpireRequest request, SessionId by) {
        String nonce = freshNonce();
        String id = request.session().value();
        return run(
                        on,
                        EXPIRE,
                        Tuple.of(
                                by.value(),
                                nonce,
                                id,
                                request.version(),
                                request.generation().value()))
                .compose(closed -> run(on, READ_EXPIRED, Tuple.of(id, nonce)));
    }

    @Override
    public Future<RowSet<Row>> acquire(SqlConnection on, SessionId session, List<Claim> claims, boolean patient) {
        String nonce = freshNonce();
        String asked = asked(claims);
        boolean takes = claims.stream().anyMatch(claim -> claim.seen() != null);
        boolean creates = claims.stream().anyMatch(claim -> claim.seen() == null);
        Future<?> taken = takes ? run(on, TAKE, Tuple.of(asked, session.value(), nonce)) : nothing();
        return orLost(taken, patient)
                .compose(done -> {
                    String create = patient ? CREATE : WITHOUT_WAITING + CREATE;
                    return orLost(
                            creates ? run(on, create, Tuple.of(session.value(), nonce, asked)) : nothing(), patient);
                })
                .compose(created -> run(on, READ_CLAIMS, Tuple.of(nonce, asked, nonce)));
    }

    @Override
    public Future<RowSet<Row>> release(SqlConnection on, TermId term) {
        Tuple which =
                Tuple.of(term.component().value(), term.number(), term.session().value());
        return run(on, RELEASE, which).compose(released -> run(on, READ_RELEASED, which));
    }

    @Override
    public Future<RowSet<Row>> release(SqlConnection on, List<TermId> terms) {
        JsonArray all = new JsonArray();
        for (TermId term : terms) {
            all.add(new JsonArray()
                    .add(term.component().value())
                    .add(term.number())
                    .add(term.session().value()));
        }
        Tuple which = Tuple.of(all.encode());
        return lostOrDone(run(on, RELEASE_MANY, which)).compose(released -> run(on, READ_RELEASED_MANY, which));
    }

    @Override
    public Future<Void> closeSession(SqlConnection on, SessionId session) {
        return run(on, CLOSE_SESSION, Tuple.of(session.value())).mapEmpty();
    }

    @Override
    public Future<RowSet<Row>> findOldSessions(SqlConnection on) {
        return run(on, FIND_OLD_SESSIONS, Tuple.tuple());
    }

    @Override
    public Future<Void> deleteSessions(SqlConnection on, List<String> ids) {
        return on.preparedQuery(statements.named(DELETE_SESSION))
                .executeBatch(ids.stream().map(Tuple::of).toList())
                .mapEmpty();
    }

    @Override
    public Future<String> caution(SqlConnection on) {
        return run(on, READ_DURABILITY, Tuple.tuple()).map(rows -> {
            String settings = rows.iterator().next().getString("loses_commits");
            return settings.isEmpty()
                    ? ""
                    : "this server acknowledges commits that a crash can lose (" + settings
                            + "): two terms can overlap then until the older one's next heartbeat; set it to 1";
        });
    }

    @Override
    public String repairLease(String component) {
        return tables.in(REPAIR_LEASE).replace("{component}", component);
    }

    @Override
    public SchemaDialect schema() {
        return new MysqlSchema(tables);
    }

    @Override
    public FailureCodes failureCodes() {
        return new MysqlFailureCodes();
    }

    @Override
    public Hints hints(Vertx vertx, DedicatedConnection heartbeats) {
        return new NoHints();
    }

    /** Each claim: component, generation, above term, if released; then, if a row was seen, its holder and term. */
    private static String asked(List<Claim> claims) {
        JsonArray all = new JsonArray();
        for (Claim claim : claims) {
            JsonArray one = new JsonArray()
                    .add(claim.component().value())
                    .add(claim.generation().value())
                    .add(claim.aboveTerm())
                    .add(claim.ifReleased() ? 1 : 0);
            TermId seen = claim.seen();
            all.add(seen == null ? one : one.add(seen.session().value()).add(seen.number()));
        }
        return all.encode();
    }

    /** What is lost of one claim is read afterwards; several are better asked for in smaller parts. */
    private static Future<Void> orLost(Future<?> statement, boolean patient) {
        return (patient ? lostOrDone(statement) : statement).mapEmpty();
    }

    /** A statement that lost against another took no effect; what is read afterwards tells what that means. */
    private static Future<?> lostOrDone(Future<?> statement) {
        return statement.transform(done -> done.failed() && !MysqlFailureCodes.lostAgainstAnother(done.cause())
                ? Future.failedFuture(done.cause())
                : Future.succeededFuture());
    }

    /** Neither a yes, which needs this attempt's nonce, nor a no, which needs a closed session. */
    private static Future<RowSet<Row>> ofThisAttempt(RowSet<Row> read, SessionId session) {
        return read.iterator().next().getBoolean("overtaken")
                ? Future.failedFuture(new LeaseStoreException(
                        LeaseStoreException.Kind.TIMED_OUT,
                        "heartbeat of session '" + session + "' cannot be told from another of the same session, which"
                                + " had been given up and came in between; it is asked again"))
                : Future.succeededFuture(read);
    }

    private static Future<?> nothing() {
        return Future.succeededFuture();
    }

    private static String freshNonce() {
        return UUID.randomUUID().toString();
    }

    private Future<RowSet<Row>> run(SqlConnection on, String statement, Tuple parameters) {
        return on.preparedQuery(statements.named(statement)).execute(parameters);
    }
}
