// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/** PostgreSQL. */
final class PostgresResourceSql implements ResourceSql {
    // One text is one transaction, and CREATE … IF NOT EXISTS fails when two run at once, so one waits for the other.
    private static final String CREATE = """
            SELECT pg_advisory_xact_lock(7305472411820158054);
            SET LOCAL client_min_messages = warning; -- that it exists already is no news

            CREATE TABLE IF NOT EXISTS rpc_instances (
                kind                 text NOT NULL,
                mesh                 text NOT NULL,
                name                 text NOT NULL,
                data                 json NOT NULL,
                app                  text GENERATED ALWAYS AS (data ->> 'app') STORED,
                ip                   text GENERATED ALWAYS AS (data ->> 'ip') STORED,
                port                 int GENERATED ALWAYS AS ((data ->> 'port')::int) STORED,
                protocol             text GENERATED ALWAYS AS (data ->> 'protocol') STORED,
                release_version      text GENERATED ALWAYS AS (data ->> 'release') STORED,
                registered_at_millis bigint GENERATED ALWAYS AS ((data ->> 'registeredAtMillis')::bigint) STORED,
                source_revision      bigint NOT NULL,
                writer_term          bigint NOT NULL,
                writer_holder        text NOT NULL,
                written_at           timestamptz NOT NULL,
                CONSTRAINT rpc_instances_key PRIMARY KEY (mesh, name)
            );
            CREATE INDEX IF NOT EXISTS rpc_instances_identity ON rpc_instances (mesh, ip, app, port);

            CREATE TABLE IF NOT EXISTS runtime_instances (
                kind              text NOT NULL,
                mesh              text NOT NULL,
                name              text NOT NULL,
                data              json NOT NULL,
                app               text GENERATED ALWAYS AS (data ->> 'app') STORED,
                ip                text GENERATED ALWAYS AS (data ->> 'ip') STORED,
                port              int GENERATED ALWAYS AS ((data ->> 'port')::int) STORED,
                host              text GENERATED ALWAYS AS (data ->> 'host') STORED,
                phase             text GENERATED ALWAYS AS (data ->> 'phase') STORED,
                pid               bigint GENERATED ALWAYS AS ((data ->> 'pid')::bigint) STORED,
                started_at_millis bigint GENERATED ALWAYS AS ((data ->> 'startedAtMillis')::bigint) STORED,
                source_revision   bigint NOT NULL,
                writer_term       bigint NOT NULL,
                writer_holder     text NOT NULL,
                written_at        timestamptz NOT NULL,
                CONSTRAINT runtime_instances_key PRIMARY KEY (mesh, name)
            );
            CREATE INDEX IF NOT EXISTS runtime_instances_identity ON runtime_instances (mesh, ip, app, port);

            CREATE TABLE IF NOT EXISTS registry_resources (
                kind            text NOT NULL,
                mesh            text NOT NULL,
                name            text NOT NULL,
                data            json NOT NULL,
                app             text GENERATED ALWAYS AS (data ->> 'app') STORED,
                ip              text GENERATED ALWAYS AS (data ->> 'ip') STORED,
                port            int GENERATED ALWAYS AS ((data ->> 'port')::int) STORED,
                source_revision bigint NOT NULL,
                writer_term     bigint NOT NULL,
                writer_holder   text NOT NULL,
                written_at      timestamptz NOT NULL,
                CONSTRAINT registry_resources_key PRIMARY KEY (kind, mesh, name)
            );

            CREATE TABLE IF NOT EXISTS resource_journal (
                id              bigserial PRIMARY KEY,
                component       text NOT NULL,
                term            bigint NOT NULL,
                holder          text NOT NULL,
                kind            text NOT NULL,
                mesh            text NOT NULL,
                resource_key    text NOT NULL,
                operation       text NOT NULL,
                source_revision bigint NOT NULL,
                written_at      timestamptz NOT NULL
            );

            -- Windows, and no joins of one side with the other: the cost is that of two sorts, whatever the statistics say.
            -- A pair is alone at its address, and what is known of one does not contradict the other: then both are of
            -- the same identity, by which everything is matched. (If both of them are registered, or both running, that
            -- changes nothing: there is nobody at that address to be matched.)
            CREATE OR REPLACE VIEW instances AS
            WITH everything AS (
                SELECT mesh, name, app, ip, port, source_revision, 'application' AS registered_by
                FROM rpc_instances
                UNION ALL
                SELECT mesh, app || '/' || ip || ':' || port, app, ip, port, max(source_revision), 'interface'
                FROM registry_resources AS provider
                WHERE kind = 'provider'
                  AND NOT EXISTS (SELECT FROM rpc_instances AS rpc
                                  WHERE rpc.mesh = provider.mesh AND rpc.app = provider.app
                                    AND rpc.ip = provider.ip AND rpc.port = provider.port)
                GROUP BY mesh, app, ip, port
                UNION ALL
                SELECT mesh, name, app, ip, port, source_revision, NULL
                FROM runtime_instances
            ),
            counted AS (
                SELECT everything.*,
                       count(*) OVER address AS here,
                       first_value(app) OVER registered_first AS registered_app,
                       first_value(port) OVER registered_first AS registered_port
                FROM everything
                WINDOW address AS (PARTITION BY mesh, ip),
                       registered_first AS (PARTITION BY mesh, ip
                                            ORDER BY CASE WHEN registered_by IS NULL THEN 1 ELSE 0 END)
            ),
            paired AS (
                SELECT counted.*,
                       here = 2
                           AND coalesce(app, registered_app) = registered_app
                           AND coalesce(port, registered_port) = registered_port AS is_pair
                FROM counted
            ),
            identified AS (
                SELECT mesh, name, app, ip, port, source_revision, registered_by,
                       CASE WHEN is_pair THEN registered_app ELSE app END AS of_app,
                       CASE WHEN is_pair THEN registered_port ELSE port END AS of_port
                FROM paired
            ),
            matched AS (
                SELECT mesh, name, app, ip, port, source_revision, registered_by,
                       ip IS NOT NULL AND of_app IS NOT NULL AND of_port IS NOT NULL AS is_identified,
                       count(registered_by) OVER same AS registered,
                       first_value(CASE WHEN registered_by IS NULL THEN name END) OVER newest_first AS newest
                FROM identified
                WINDOW same AS (PARTITION BY mesh, ip, of_app, of_port),
                       newest_first AS (PARTITION BY mesh, ip, of_app, of_port
                                        ORDER BY CASE WHEN registered_by IS NULL THEN 0 ELSE 1 END,
                                                 source_revision DESC, name DESC)
            ),
            merged AS (
                SELECT mesh, name, app, ip, port, source_revision, registered_by,
                       CASE WHEN registered_by IS NULL THEN name
                            WHEN is_identified THEN newest END AS runtime_name
                FROM matched
                WHERE registered_by IS NOT NULL OR NOT is_identified OR registered = 0 OR name <> newest
            )
            SELECT merged.mesh, merged.name, merged.app, merged.ip, merged.port,
                   merged.registered_by, merged.runtime_name,
                   rpc.data AS rpc_data, running.data AS runtime_data,
                   CASE WHEN merged.registered_by IS NOT NULL THEN merged.source_revision END AS rpc_revision,
                   running.source_revision AS runtime_revision
            FROM merged
            LEFT JOIN rpc_instances AS rpc
                ON rpc.mesh = merged.mesh AND rpc.name = merged.name AND merged.registered_by = 'application'
            LEFT JOIN runtime_instances AS running
                ON running.mesh = merged.mesh AND running.name = merged.runtime_name;

            CREATE OR REPLACE VIEW applications AS
            SELECT mesh, app,
                   count(name) AS instances, count(registered_by) AS registered, count(runtime_name) AS running
            FROM (
                SELECT mesh, app, name, registered_by, runtime_name FROM instances
                UNION ALL
                SELECT DISTINCT mesh, app, NULL, NULL, NULL FROM registry_resources
            ) AS known
            WHERE app IS NOT NULL
            GROUP BY mesh, app
            """;

    private static final String STORED = """
            SELECT name, source_revision AS revision, md5(data::text) AS digest
            FROM {table} WHERE kind = $1 AND mesh = $2""";

    private static final String MESHES = "SELECT DISTINCT mesh FROM {table} WHERE kind = $1";

    private static final String STORED_NAMED = """
            SELECT name, source_revision AS revision, md5(data::text) AS digest
            FROM {table}
            WHERE kind = $1 AND mesh = $2
              AND name = ANY (ARRAY(SELECT asked.name FROM json_to_recordset($3::text::json) AS asked (name text)))""";

    private static final String UPSERT = """
            INSERT INTO {table} (kind, mesh, name, data, source_revision, writer_term, writer_holder, written_at)
            SELECT $1, $2, listed.name, listed.data::json, listed.revision, $3, $4, clock_timestamp()
            FROM json_to_recordset($5::text::json) AS listed (name text, revision bigint, data text)
            ON CONFLICT ON CONSTRAINT {table}_key DO UPDATE
            SET kind = excluded.kind, data = excluded.data, source_revision = excluded.source_revision,
                writer_term = excluded.writer_term, writer_holder = excluded.writer_holder,
                written_at = excluded.written_at""";

    // An array, since a sub-select is joined in whatever order the statistics of a table suggest that was empty a
    // moment ago.
    private static final String DELETE = """
            DELETE FROM {table}
            WHERE kind = $1 AND mesh = $2
              AND name = ANY (ARRAY(SELECT gone.name FROM json_to_recordset($3::text::json) AS gone (name text)))""";

    private static final String JOURNAL = """
            INSERT INTO resource_journal
                (component, term, holder, kind, mesh, resource_key, operation, source_revision, written_at)
            SELECT $1, $2, $3, $4, $5, entry.name, entry.operation, entry.revision, clock_timestamp()
            FROM json_to_recordset($6::text::json) AS entry (name text, operation text, revision bigint)""";

    @Override
    public Future<Void> create(SqlConnection on) {
        return on.query(CREATE).execute().mapEmpty();
    }

    @Override
    public String stored(ResourceTable table) {
        return in(table, STORED);
    }

    @Override
    public String meshes(ResourceTable table) {
        return in(table, MESHES);
    }

    @Override
    public String storedNamed(ResourceTable table) {
        return in(table, STORED_NAMED);
    }

    @Override
    public String upsert(ResourceTable table) {
        return in(table, UPSERT);
    }

    @Override
    public String delete(ResourceTable table) {
        return in(table, DELETE);
    }

    @Override
    public String journal() {
        return JOURNAL;
    }

    private static String in(ResourceTable table, String statement) {
        return statement.replace("{table}", table.table());
    }
}
