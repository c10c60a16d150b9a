// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/**
 * MySQL 8.0.21 and later, MariaDB 10.6 and later. Keys are bytes: under a collation, names that differ may be equal. Data
 * are text and not JSON, which MySQL would write down in another way than it was given.
 */
final class MysqlResourceSql implements ResourceSql {
    // Two that create the same table at once may deadlock over it, so one waits for the other.
    private static final String LOCK = "SELECT GET_LOCK('elector-resources', 60)";
    private static final String UNLOCK = "SELECT RELEASE_LOCK('elector-resources')";

    private static final String CREATE_RPC_INSTANCES = """
            CREATE TABLE IF NOT EXISTS rpc_instances (
                kind                 varbinary(64) NOT NULL,
                mesh                 varbinary(128) NOT NULL,
                name                 varbinary(1024) NOT NULL,
                data                 longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                app                  varbinary(255) GENERATED ALWAYS AS (JSON_VALUE(data, '$.app')) STORED,
                ip                   varbinary(255) GENERATED ALWAYS AS (JSON_VALUE(data, '$.ip')) STORED,
                port                 int GENERATED ALWAYS AS (JSON_VALUE(data, '$.port')) STORED,
                protocol             varbinary(255) GENERATED ALWAYS AS (JSON_VALUE(data, '$.protocol')) STORED,
                release_version      varbinary(255) GENERATED ALWAYS AS (JSON_VALUE(data, '$.release')) STORED,
                registered_at_millis bigint GENERATED ALWAYS AS (JSON_VALUE(data, '$.registeredAtMillis')) STORED,
                source_revision      bigint NOT NULL,
                writer_term          bigint NOT NULL,
                writer_holder        varbinary(200) NOT NULL,
                written_at           datetime(6) NOT NULL,
                PRIMARY KEY (mesh, name),
                KEY rpc_instances_identity (mesh, ip, app, port)
            ) ENGINE = InnoDB""";

    private static final String CREATE_RUNTIME_INSTANCES = """
            CREATE TABLE IF NOT EXISTS runtime_instances (
                kind              varbinary(64) NOT NULL,
                mesh              varbinary(128) NOT NULL,
                name              varbinary(1024) NOT NULL,
                data              longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                app               varbinary(255) GENERATED ALWAYS AS (JSON_VALUE(data, '$.app')) STORED,
                ip                varbinary(255) GENERATED ALWAYS AS (JSON_VALUE(data, '$.ip')) STORED,
                port              int GENERATED ALWAYS AS (JSON_VALUE(data, '$.port')) STORED,
                host              varbinary(255) GENERATED ALWAYS AS (JSON_VALUE(data, '$.host')) STORED,
                phase             varbinary(255) GENERATED ALWAYS AS (JSON_VALUE(data, '$.phase')) STORED,
                pid               bigint GENERATED ALWAYS AS (JSON_VALUE(data, '$.pid')) STORED,
                started_at_millis bigint GENERATED ALWAYS AS (JSON_VALUE(data, '$.startedAtMillis')) STORED,
                source_revision   bigint NOT NULL,
                writer_term       bigint NOT NULL,
                writer_holder     varbinary(200) NOT NULL,
                written_at        datetime(6) NOT NULL,
                PRIMARY KEY (mesh, name),
                KEY runtime_instances_identity (mesh, ip, app, port)
            ) ENGINE = InnoDB""";

    private static final String CREATE_REGISTRY_RESOURCES = """
            CREATE TABLE IF NOT EXISTS registry_resources (
                kind            varbinary(64) NOT NULL,
                mesh            varbinary(128) NOT NULL,
                name            varbinary(1024) NOT NULL,
                data            longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
                app             varbinary(255) GENERATED ALWAYS AS (JSON_VALUE(data, '$.app')) STORED,
                ip              varbinary(255) GENERATED ALWAYS AS (JSON_VALUE(data, '$.ip')) STORED,
                port            int GENERATED ALWAYS AS (JSON_VALUE(data, '$.port')) STORED,
                source_revision bigint NOT NULL,
                writer_term     bigint NOT NULL,
                writer_holder   varbinary(200) NOT NULL,
                written_at      datetime(6) NOT NULL,
                PRIMARY KEY (kind, mesh, name)
            ) ENGINE = InnoDB""";

    private static final String CREATE_JOURNAL = """
            CREATE TABLE IF NOT EXISTS resource_journal (
                id              bigint AUTO_INCREMENT PRIMARY KEY,
                component       varbinary(128) NOT NULL,
                term            bigint NOT NULL,
                holder          varbinary(200) NOT NULL,
                kind            varbinary(64) NOT NULL,
                mesh            varbinary(128) NOT NULL,
                resource_key    varbinary(1024) NOT NULL,
                operation       varbinary(16) NOT NULL,
                source_revision bigint NOT NULL,
                written_at      datetime(6) NOT NULL
            ) ENGINE = InnoDB""";

    // Windows, as on PostgreSQL. MariaDB 10.11 and 11.4 find the providers that are registered twice by mesh alone
    // unless they are told which index to use, and make MAX over a window quadratic, but not FIRST_VALUE.
    private static final String CREATE_INSTANCES = """
            CREATE OR REPLACE VIEW instances AS
            WITH everything AS (
                SELECT mesh, name, app, ip, port, source_revision, 'application' AS registered_by
                FROM rpc_instances
                UNION ALL
                SELECT provider.mesh, CONCAT(provider.app, '/', provider.ip, ':', provider.port),
                       provider.app, provider.ip, provider.port, MAX(provider.source_revision), 'interface'
                FROM registry_resources AS provider
                LEFT JOIN rpc_instances AS rpc FORCE INDEX (rpc_instances_identity)
                    ON rpc.mesh = provider.mesh AND rpc.app = provider.app
                   AND rpc.ip = provider.ip AND rpc.port = provider.port
                WHERE provider.kind = 'provider' AND rpc.name IS NULL
                GROUP BY provider.mesh, provider.app, provider.ip, provider.port
                UNION ALL
                SELECT mesh, name, app, ip, port, source_revision, NULL
                FROM runtime_instances
            ),
            counted AS (
                SELECT everything.*,
                       COUNT(*) OVER address AS here,
                       FIRST_VALUE(app) OVER registered_first AS registered_app,
                       FIRST_VALUE(port) OVER registered_first AS registered_port
                FROM everything
                WINDOW address AS (PARTITION BY mesh, ip),
                       registered_first AS (PARTITION BY mesh, ip
                                            ORDER BY CASE WHEN registered_by IS NULL THEN 1 ELSE 0 END)
            ),
            paired AS (
                SELECT counted.*,
                       here = 2
                           AND COALESCE(app, registered_app) = registered_app
                           AND COALESCE(port, registered_port) = registered_port AS is_pair
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
                       COUNT(registered_by) OVER same AS registered,
                       FIRST_VALUE(CASE WHEN registered_by IS NULL THEN name END) OVER newest_first AS newest
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
                ON running.mesh = merged.mesh AND running.name = merged.runtime_name""";

    private static final String CREATE_APPLICATIONS = """
            CREATE OR REPLACE VIEW applications AS
            SELECT mesh, app,
                   COUNT(name) AS instances, COUNT(registered_by) AS registered, COUNT(runtime_name) AS running
            FROM (
                SELECT mesh, app, name, registered_by, runtime_name FROM instances
                UNION ALL
                SELECT DISTINCT mesh, app, NULL, NULL, NULL FROM registry_resources
            ) AS known
            WHERE app IS NOT NULL
            GROUP BY mesh, app""";

    private static final String STORED = """
            SELECT CONVERT(name USING utf8mb4) AS name, source_revision AS revision, MD5(data) AS digest
            FROM {table} WHERE kind = ? AND mesh = ?""";

    private static final String MESHES =
            "SELECT DISTINCT CONVERT(mesh USING utf8mb4) AS mesh FROM {table} WHERE kind = ?";

    private static final String STORED_NAMED = """
            SELECT CONVERT(stored.name USING utf8mb4) AS name, stored.source_revision AS revision,
                   MD5(stored.data) AS digest
            FROM {table} AS stored
            WHERE stored.kind = ? AND stored.mesh = ?
              AND stored.name IN (SELECT CAST(asked.name AS BINARY)
                                  FROM JSON_TABLE(?, '$[*]' COLUMNS (
                                      name varchar(1024) CHARACTER SET utf8mb4 PATH '$.name')) AS asked)""";

    private static final String UPSERT = """
            INSERT INTO {table} (kind, mesh, name, data, source_revision, writer_term, writer_holder, written_at)
            SELECT ?, ?, listed.name, listed.data, listed.revision, ?, ?, UTC_TIMESTAMP(6)
            FROM JSON_TABLE(?, '$[*]' COLUMNS (
                name     varchar(1024) CHARACTER SET utf8mb4 PATH '$.name',
                revision bigint PATH '$.revision',
                data     longtext CHARACTER SET utf8mb4 PATH '$.data')) AS listed
            ON DUPLICATE KEY UPDATE
                kind = VALUES(kind), data = VALUES(data), source_revision = VALUES(source_revision),
                writer_term = VALUES(writer_term), writer_holder = VALUES(writer_holder),
                written_at = VALUES(written_at)""";

    // A single-table DELETE would look at every row of the table for each name on MariaDB before 11.1.
    private static final String DELETE = """
            DELETE stored
            FROM (SELECT ? AS kind, ? AS mesh) AS which
            STRAIGHT_JOIN JSON_TABLE(?, '$[*]' COLUMNS (
                name varchar(1024) CHARACTER SET utf8mb4 PATH '$.name')) AS gone
            STRAIGHT_JOIN {table} AS stored
                ON stored.kind = CAST(which.kind AS BINARY) AND stored.mesh = CAST(which.mesh AS BINARY)
               AND stored.name = CAST(gone.name AS BINARY)""";

    private static final String JOURNAL = """
            INSERT INTO resource_journal
                (component, term, holder, kind, mesh, resource_key, operation, source_revision, written_at)
            SELECT ?, ?, ?, ?, ?, entry.name, entry.operation, entry.revision, UTC_TIMESTAMP(6)
            FROM JSON_TABLE(?, '$[*]' COLUMNS (
                name      varchar(1024) CHARACTER SET utf8mb4 PATH '$.name',
                operation varchar(16) CHARACTER SET utf8mb4 PATH '$.operation',
                revision  bigint PATH '$.revision')) AS entry""";

    private static final List<String> CREATE = List.of(
            CREATE_RPC_INSTANCES,
            CREATE_RUNTIME_INSTANCES,
            CREATE_REGISTRY_RESOURCES,
            CREATE_JOURNAL,
            CREATE_INSTANCES,
            CREATE_APPLICATIONS);

    /** A connection keeps its lock until it gives it back or ends, so it is given back whatever happens. */
    @Override
    public Future<Void> create(SqlConnection on) {
        return on.query(LOCK)
                .execute()
                .compose(MysqlResourceSql::checkLocked)
                .compose(locked ->
                        createAll(on).eventually(() -> on.query(UNLOCK).execute()));
    }

    private static Future<Void> checkLocked(RowSet<Row> answer) {
        return Integer.valueOf(1).equals(answer.iterator().next().getInteger(0))
                ? Future.succeededFuture()
                : Future.failedFuture("another connection has held the lock 'elector-resources' for 60 s, as one does"
                        + " that creates these tables: end it, or try again");
    }

    private static Future<Void> createAll(SqlConnection on) {
        Future<Void> all = Future.succeededFuture();
        for (String statement : CREATE) {
            all = all.compose(before -> on.query(statement).execute().mapEmpty());
        }
        return all;
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
