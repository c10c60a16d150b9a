// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import java.util.List;

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

            CREATE OR REPLACE VIEW instances AS
            WITH registered AS (
                SELECT mesh, name, app, ip, port, data, source_revision, 'application' AS registered_by
                FROM rpc_instances
                UNION ALL
                SELECT mesh, app || '/' || ip || ':' || port, app, ip, port, NULL, max(source_revision), 'interface'
                FROM registry_resources AS provider
                WHERE kind = 'provider'
                  AND NOT EXISTS (SELECT FROM rpc_instances AS rpc
                                  WHERE rpc.mesh = provider.mesh AND rpc.app = provider.app
                                    AND rpc.ip = provider.ip AND rpc.port = provider.port)
                GROUP BY mesh, app, ip, port
            ),
            running AS (
                SELECT mesh, name, app, ip, port, data, source_revision,
                       row_number() OVER (PARTITION BY mesh, app, ip, port
                                          ORDER BY source_revision DESC, name DESC) AS age
                FROM runtime_instances
            ),
            only_registered AS (
                SELECT mesh, ip, min(name) AS name, min(app) AS app, min(port) AS port
                FROM registered GROUP BY mesh, ip HAVING count(*) = 1
            ),
            only_running AS (
                SELECT mesh, ip, min(name) AS name, min(app) AS app, min(port) AS port
                FROM runtime_instances GROUP BY mesh, ip HAVING count(*) = 1
            ),
            matched AS (
                SELECT registered.mesh, registered.name AS rpc_name, running.name AS runtime_name
                FROM registered
                JOIN running ON running.mesh = registered.mesh AND running.ip = registered.ip
                            AND running.app = registered.app AND running.port = registered.port AND running.age = 1
                UNION ALL
                SELECT only_registered.mesh, only_registered.name, only_running.name
                FROM only_registered
                JOIN only_running ON only_running.mesh = only_registered.mesh AND only_running.ip = only_registered.ip
                WHERE (only_running.app IS NULL OR only_running.port IS NULL)
                  AND coalesce(only_running.app, only_registered.app) = only_registered.app
                  AND coalesce(only_running.port, only_registered.port) = only_registered.port
            )
            SELECT registered.mesh, registered.name, registered.app, registered.ip, registered.port,
                   registered.registered_by, matched.runtime_name,
                   registered.data AS rpc_data, running.data AS runtime_data,
                   registered.source_revision AS rpc_revision, running.source_revision AS runtime_revision
            FROM registered
            LEFT JOIN matched ON matched.mesh = registered.mesh AND matched.rpc_name = registered.name
            LEFT JOIN running ON running.mesh = matched.mesh AND running.name = matched.runtime_name
            UNION ALL
            SELECT running.mesh, running.name, running.app, running.ip, running.port,
                   NULL, running.name, NULL, running.data, NULL, running.source_revision
            FROM running
            WHERE NOT EXISTS (SELECT FROM matched
                              WHERE matched.mesh = running.mesh AND matched.runtime_name = running.name);

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
    public List<String> create() {
        return List.of(CREATE);
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
