// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.SessionOpening;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements for PostgreSQL, whole, written with the default table names, each one round trip; checked on 18.4.
 *
 * <p>All of them assume READ COMMITTED, which the connections set, or behind a pooler the messages: a row that changed under
 * a statement is read again and compared again. Every parameter is cast, so that no statement depends on what the server would guess. The generation
 * is the timeline, which a promotion changes, and the start of the postmaster.
 */
final class PostgresDialect implements Dialect {
    private static final String OPEN = """
            WITH server AS (
                SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '/'
                           || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS generation,
                       (extract(epoch FROM clock_timestamp() - pg_postmaster_start_time()) * 1000)::bigint AS up_millis
            ),
            opened AS (
                INSERT INTO leader_sessions
                    (session_id, node, version, lease_millis, renew_millis, started_at, renewed_at, closed,
                     metadata)
                VALUES ($1::text, $2::text, 0, $3::bigint, $4::bigint, clock_timestamp(), clock_timestamp(), false,
                        $5::text)
                RETURNING session_id
            )
            SELECT server.generation, server.up_millis
            FROM server, opened
            """;

    // There is always one row; only what the UPDATE returned is a yes. Who closed the session is read as it was
    // when the statement began: a close that came in between is answered without a name. Terms no elector wrote are
    // not counted: their sum could overflow and take the heartbeat with it.
    private static final String HEARTBEAT = """
            WITH server AS (
                SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '/'
                           || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS generation,
                       (extract(epoch FROM clock_timestamp() - pg_postmaster_start_time()) * 1000)::bigint AS up_millis,
                       (extract(epoch FROM clock_timestamp()) * 1000)::bigint + 315576000000 AS absurd_term
            ),
            beat AS (
                UPDATE leader_sessions
                SET version = version + 1, renewed_at = clock_timestamp()
                WHERE session_id = $1::text AND NOT closed
                RETURNING version
            )
            SELECT server.generation, server.up_millis, beat.version AS beaten_version, gone.closed_by,
                   held.leases, held.term_sum, listed.component, listed.term
            FROM server
            LEFT JOIN beat ON true
            LEFT JOIN leader_sessions AS gone ON beat.version IS NULL AND gone.session_id = $1::text
            CROSS JOIN LATERAL (
                SELECT count(*) AS leases, COALESCE(sum(term), 0)::bigint AS term_sum
                FROM leader_leases
                WHERE holder = $1::text AND NOT released AND term BETWEEN 0 AND server.absurd_term
            ) AS held
            LEFT JOIN LATERAL (
                SELECT component, term
                FROM leader_leases
                WHERE holder = $1::text AND NOT released AND term BETWEEN 0 AND server.absurd_term
                LIMIT CASE WHEN held.leases <= 256 THEN 256 ELSE 0 END
            ) AS listed ON true
            """;

    // Times leave as double precision, which has an infinity: a row that says 'infinity' must not break the look.
    // What is held by a watched session is counted as in a heartbeat. What a holder advertises is read once,
    // however many leases it has, and not all of it where it is longer than any elector writes.
    private static final String LOOK = """
            WITH server AS (
                SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '/'
                           || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS generation,
                       (extract(epoch FROM clock_timestamp() - pg_postmaster_start_time()) * 1000)::bigint AS up_millis,
                       (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_millis,
                       current_setting('transaction_read_only')::boolean AS read_only
            )
            SELECT server.generation, server.up_millis, server.now_millis, server.read_only, seen.*,
                   CASE WHEN seen.advertiser IS NOT NULL
                        THEN (SELECT left(metadata, 2049) FROM leader_sessions WHERE session_id = seen.advertiser)
                   END AS metadata
            FROM server
            LEFT JOIN (
                SELECT wanted.component, lease.component IS NOT NULL AS has_lease,
                       lease.holder, lease.term, lease.released, lease.generation AS lease_generation,
                       session.session_id, session.version, session.closed, session.lease_millis, session.renew_millis,
                       (extract(epoch FROM session.renewed_at) * 1000)::double precision AS renewed_millis,
                       NULL AS watched, NULL::bigint AS leases, NULL::bigint AS term_sum,
                       CASE WHEN session.metadata IS NOT NULL AND row_number() OVER (PARTITION BY session.session_id) = 1
                            THEN session.session_id
                       END AS advertiser
                FROM unnest($1::text[]) AS wanted (component)
                LEFT JOIN leader_leases AS lease ON lease.component = wanted.component
                LEFT JOIN leader_sessions AS session ON session.session_id = lease.holder
                UNION ALL
                SELECT NULL, NULL, NULL, NULL, NULL, NULL,
                       session.session_id, session.version, session.closed, session.lease_millis, session.renew_millis,
                       (extract(epoch FROM session.renewed_at) * 1000)::double precision,
                       watched.session_id, held.leases, held.term_sum, NULL
                FROM unnest($2::text[]) AS watched (session_id)
                LEFT JOIN leader_sessions AS session ON session.session_id = watched.session_id
                CROSS JOIN LATERAL (
                    SELECT count(*) AS leases, COALESCE(sum(term), 0)::bigint AS term_sum
                    FROM leader_leases
                    WHERE holder = watched.session_id AND NOT released
                      AND term BETWEEN 0 AND (SELECT now_millis FROM server) + 315576000000
                ) AS held
                UNION ALL
                (SELECT NULL, NULL, NULL, NULL, NULL, NULL,
                        session.session_id, session.version, session.closed, session.lease_millis, session.renew_millis,
                        (extract(epoch FROM session.renewed_at) * 1000)::double precision, NULL, NULL, NULL, NULL
                 FROM leader_sessions AS session
                 WHERE NOT session.closed
                   AND (extract(epoch FROM clock_timestamp()) - extract(epoch FROM session.renewed_at))::double precision
                           > session.lease_millis::double precision * 2 / 1000
                 LIMIT 100)
            ) AS seen ON true
            """;

    private static final String EXPIRE = """
            UPDATE leader_sessions
            SET closed = true, closed_by = $4::text
            WHERE session_id = $1::text AND version = $2::bigint AND NOT closed
              AND $3::text = substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '/'
                           || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint
            RETURNING session_id
            """;

    // Rows are locked by a select of its own because UPDATE has no SKIP LOCKED; after a wait that is not one, the
    // condition is compared again with the newest row. FOR NO KEY UPDATE is what the UPDATE takes anyway, and what a
    // fence's FOR SHARE holds off. The insert goes in order of the keys, so that two batches cannot deadlock; it waits
    // only for an insert of the same key that has not committed yet, which is one statement of another elector. Where
    // several claims wait for that, they wait for no longer than the last parameter says. A place travels with its row,
    // and what remains is asked of sub-selects that are hashed: the planner, which expects a handful of claims, would
    // join a thousand by comparing each with each.
    private static final String ACQUIRE = """
            WITH server AS (
                SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '/'
                           || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS generation,
                       (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_millis,
                       CASE WHEN $8::text IS NOT NULL THEN set_config('lock_timeout', $8::text, true) END AS waits
            ),
            claim AS (
                SELECT asked.place, asked.component, asked.holder, asked.term, asked.above_term, asked.if_released,
                       server.generation, server.now_millis
                FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[],
                            $7::boolean[]) WITH ORDINALITY
                         AS asked (component, holder, term, generation, above_term, if_released, place)
                JOIN server ON asked.generation = server.generation AND server.waits IS NOT DISTINCT FROM $8::text
                           AND asked.above_term < server.now_millis + 315576000000
            ),
            free AS (
                SELECT claim.place, lease.component, claim.generation,
                       GREATEST(lease.term + 1, claim.above_term + 1, claim.now_millis) AS new_term
                FROM leader_leases AS lease
                JOIN claim ON lease.component = claim.component AND lease.holder = claim.holder AND lease.term = claim.term
                          AND lease.term < claim.now_millis + 315576000000
                WHERE NOT claim.if_released OR (lease.released AND lease.generation = claim.generation)
                FOR NO KEY UPDATE OF lease SKIP LOCKED
            ),
            taken AS (
                UPDATE leader_leases AS lease
                SET holder = $1::text, term = free.new_term, acquired_at = clock_timestamp(), released = false,
                    generation = free.generation
                FROM free
                WHERE lease.component = free.component
                RETURNING free.place, lease.term
            ),
            created AS (
                INSERT INTO leader_leases (component, holder, term, acquired_at, released, generation)
                SELECT component, $1::text, GREATEST(above_term + 1, now_millis), clock_timestamp(), false, generation
                FROM claim
                WHERE holder IS NULL
                ORDER BY component
                ON CONFLICT (component) DO NOTHING
                RETURNING component
            )
            SELECT place, term
            FROM taken
            UNION ALL
            SELECT place, GREATEST(above_term + 1, now_millis)
            FROM claim
            WHERE (component IN (SELECT component FROM created)) IS TRUE
            UNION ALL
            SELECT claim.place, NULL
            FROM claim
            JOIN leader_leases AS locked
              ON locked.component = claim.component AND locked.holder = claim.holder AND locked.term = claim.term
             AND locked.term < claim.now_millis + 315576000000
             AND (NOT claim.if_released OR (locked.released AND locked.generation = claim.generation))
            WHERE claim.place NOT IN (SELECT place FROM taken)
            """;

    // The same for one claim of a row there is, which is what a handover waits for: with nothing to unnest and to join
    // it takes a server some six tenths of the time.
    private static final String ACQUIRE_ONE = """
            WITH server AS (
                SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '/'
                           || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS generation,
                       (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_millis
            ),
            free AS (
                SELECT lease.component, server.generation,
                       GREATEST(lease.term + 1, $6::bigint + 1, server.now_millis) AS new_term
                FROM leader_leases AS lease
                JOIN server ON server.generation = $5::text AND $6::bigint < server.now_millis + 315576000000
                           AND lease.term < server.now_millis + 315576000000
                WHERE lease.component = $2::text AND lease.holder = $3::text AND lease.term = $4::bigint
                  AND (NOT $7::boolean OR (lease.released AND lease.generation = $5::text))
                FOR NO KEY UPDATE OF lease SKIP LOCKED
            ),
            taken AS (
                UPDATE leader_leases AS lease
                SET holder = $1::text, term = free.new_term, acquired_at = clock_timestamp(), released = false,
                    generation = free.generation
                FROM free
                WHERE lease.component = free.component
                RETURNING lease.term
            )
            SELECT 1::bigint AS place, term
            FROM taken
            UNION ALL
            SELECT 1, NULL
            FROM leader_leases AS locked
            JOIN server ON server.generation = $5::text AND $6::bigint < server.now_millis + 315576000000
                       AND locked.term < server.now_millis + 315576000000
            WHERE locked.component = $2::text AND locked.holder = $3::text AND locked.term = $4::bigint
              AND (NOT $7::boolean OR (locked.released AND locked.generation = $5::text))
              AND NOT EXISTS (SELECT FROM taken)
            """;

    private static final String LONGEST_WAIT_TOGETHER = "100ms";

    // A release waits for neither disk nor standby: see decision 48.
    private static final String RELEASE = """
            UPDATE leader_leases
            SET released = true
            WHERE component = $1::text AND term = $2::bigint AND holder = $3::text
              AND set_config('synchronous_commit', 'off', true) IS NOT NULL
            RETURNING component
            """;

    // What is locked is left out, and still names its term when it is read.
    private static final String RELEASE_MANY = """
            WITH asked AS (
                SELECT place, component, term, holder
                FROM unnest($1::text[], $2::bigint[], $3::text[]) WITH ORDINALITY
                         AS asked (component, term, holder, place)
                WHERE set_config('synchronous_commit', 'off', true) IS NOT NULL
            ),
            free AS (
                SELECT asked.place, lease.component
                FROM leader_leases AS lease
                JOIN asked ON lease.component = asked.component AND lease.term = asked.term AND lease.holder = asked.holder
                FOR NO KEY UPDATE OF lease SKIP LOCKED
            ),
            given_back AS (
                UPDATE leader_leases AS lease
                SET released = true
                FROM free
                WHERE lease.component = free.component
                RETURNING free.place
            )
            SELECT place, true AS released
            FROM given_back
            UNION ALL
            SELECT asked.place, lease.released
            FROM asked
            JOIN leader_leases AS lease
              ON lease.component = asked.component AND lease.term = asked.term AND lease.holder = asked.holder
            WHERE asked.place NOT IN (SELECT place FROM given_back)
            """;

    private static final String CLOSE_SESSION = """
            UPDATE leader_sessions
            SET closed = true
            WHERE session_id = $1::text AND NOT closed
            """;

    private static final String FIND_OLD_SESSIONS = """
            SELECT session.session_id
            FROM leader_sessions AS session
            WHERE session.closed AND session.renewed_at < clock_timestamp() - interval '1 day'
              AND NOT EXISTS (SELECT FROM leader_leases AS lease WHERE lease.holder = session.session_id)
            LIMIT 100
            """;

    private static final String DELETE_SESSIONS = """
            DELETE FROM leader_sessions
            WHERE session_id = ANY ($1::text[]) AND closed
            """;

    private static final String REPAIR_LEASE = """
            UPDATE leader_leases SET holder = 'repaired', released = true, generation = 'repaired', \
            acquired_at = clock_timestamp(), term = (extract(epoch FROM clock_timestamp()) * 1000)::bigint \
            WHERE component = '{component}'""";

    private final Tables tables;
    private final Statements statements;
    private final StatementForm form;

    /** For connections that keep their server session. */
    PostgresDialect(Tables tables) {
        this(tables, StatementForm.PREPARED);
    }

    PostgresDialect(Tables tables, StatementForm form) {
        this.tables = tables;
        this.statements = new Statements(tables);
        this.form = form;
    }

    @Override
    public Future<RowSet<Row>> open(SqlConnection on, SessionOpening opening) {
        return run(
                on,
                OPEN,
                Tuple.of(
                        opening.id().value(),
                        opening.node().value(),
                        opening.leaseMillis(),
                        opening.renewMillis(),
                        opening.metadata()));
    }

    @Override
    public Future<RowSet<Row>> heartbeat(SqlConnection on, SessionId session) {
        return run(on, HEARTBEAT, Tuple.of(session.value()));
    }

    @Override
    public Future<RowSet<Row>> look(SqlConnection on, Collection<String> components, Collection<String> watched) {
        return run(
                        on,
                        LOOK,
                        Tuple.tuple()
                                .addArrayOfString(components.toArray(String[]::new))
                                .addArrayOfString(watched.toArray(String[]::new)))
                .compose(ServerRow::ofThePrimary);
    }

    @Override
    public Future<RowSet<Row>> expire(SqlConnection on, ExpireRequest request, SessionId by) {
        return run(
                on,
                EXPIRE,
                Tuple.of(
                        request.session().value(),
                        request.version(),
                        request.generation().value(),
                        by.value()));
    }

    @Override
    public Future<RowSet<Row>> acquire(SqlConnection on, SessionId session, List<Claim> claims, boolean patient) {
        TermId only = claims.size() == 1 ? claims.get(0).seen() : null;
        if (only != null) {
            return acquireOne(on, session, claims.get(0), only);
        }
        String[] components = new String[claims.size()];
        @Nullable String[] holders = new String[claims.size()];
        @Nullable Long[] terms = new Long[claims.size()];
        String[] generations = new String[claims.size()];
        Long[] aboveTerms = new Long[claims.size()];
        Boolean[] ifReleased = new Boolean[claims.size()];
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            TermId seen = claim.seen();
            components[i] = claim.component().value();
            holders[i] = seen == null ? null : seen.session().value();
            terms[i] = seen == null ? null : seen.number();
            generations[i] = claim.generation().value();
            aboveTerms[i] = claim.aboveTerm();
            ifReleased[i] = claim.ifReleased();
        }
        return run(
                on,
                ACQUIRE,
                Tuple.of(session.value(), components, holders, terms, generations, aboveTerms, ifReleased)
                        .addString(patient ? null : LONGEST_WAIT_TOGETHER));
    }

    private Future<RowSet<Row>> acquireOne(SqlConnection on, SessionId session, Claim claim, TermId seen) {
        return run(
                on,
                ACQUIRE_ONE,
                Tuple.of(
                        session.value(),
                        claim.component().value(),
                        seen.session().value(),
                        seen.number(),
                        claim.generation().value(),
                        claim.aboveTerm(),
                        claim.ifReleased()));
    }

    @Override
    public Future<RowSet<Row>> release(SqlConnection on, TermId term) {
        return run(
                on,
                RELEASE,
                Tuple.of(term.component().value(), term.number(), term.session().value()));
    }

    @Override
    public Future<RowSet<Row>> release(SqlConnection on, List<TermId> terms) {
        return run(
                on,
                RELEASE_MANY,
                Tuple.of(
                        terms.stream().map(term -> term.component().value()).toArray(String[]::new),
                        terms.stream().map(TermId::number).toArray(Long[]::new),
                        terms.stream().map(term -> term.session().value()).toArray(String[]::new)));
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
        return run(on, DELETE_SESSIONS, Tuple.of(ids.toArray(String[]::new))).mapEmpty();
    }

    @Override
    public String repairLease(String component) {
        return tables.in(REPAIR_LEASE).replace("{component}", component);
    }

    @Override
    public SchemaDialect schema() {
        return new PostgresSchema(tables, form);
    }

    @Override
    public FailureCodes failureCodes() {
        return new PostgresFailureCodes();
    }

    @Override
    public Hints hints(Vertx vertx, DedicatedConnection heartbeats) {
        return form.keepsSession()
                ? new HintChannel(vertx, heartbeats, tables.leases())
                : new SentHints(form, tables.leases());
    }

    private Future<RowSet<Row>> run(SqlConnection on, String statement, Tuple parameters) {
        return form.run(on, statements.named(statement), parameters);
    }
}
