// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

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

    private static final String CREATE_INSTANCES = """
            CREATE OR REPLACE VIEW instances AS
            WITH registered AS (
                SELECT mesh, name, app, ip, port, data, source_revision, 'application' AS registered_by
                FROM rpc_instances
                UNION ALL
                SELECT mesh, CONCAT(app, '/', ip, ':', port), app, ip, port, NULL, MAX(source_revision), 'interface'
                FROM registry_resources AS provider
                WHERE kind = 'provider'
                  AND NOT EXISTS (SELECT 1 FROM rpc_instances AS rpc
                                  WHERE rpc.mesh = provider.mesh AND rpc.app = provider.app
                                    AND rpc.ip = provider.ip AND rpc.port = provider.port)
                GROUP BY mesh, app, ip, port
            ),
            running AS (
                SELECT mesh, name, app, ip, port, data, source_revision,
                       ROW_NUMBER() OVER (PARTITION BY mesh, app, ip, port
                                          ORDER BY source_revision DESC, name DESC) AS age
                FROM runtime_instances
            ),
            only_registered AS (
                SELECT mesh, ip, MIN(name) AS name, MIN(app) AS app, MIN(port) AS port
                FROM registered GROUP BY mesh, ip HAVING COUNT(*) = 1
            ),
            only_running AS (
                SELECT mesh, ip, MIN(name) AS name, MIN(app) AS app, MIN(port) AS port
                FROM runtime_instances GROUP BY mesh, ip HAVING COUNT(*) = 1
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
                  AND COALESCE(only_running.app, only_registered.app) = only_registered.app
                  AND COALESCE(only_running.port, only_registered.port) = only_registered.port
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
            WHERE NOT EXISTS (SELECT 1 FROM matched
                              WHERE matched.mesh = running.mesh AND matched.runtime_name = running.name)""";

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

    @Override
    public List<String> create() {
        return List.of(
                LOCK,
                CREATE_RPC_INSTANCES,
                CREATE_RUNTIME_INSTANCES,
                CREATE_REGISTRY_RESOURCES,
                CREATE_JOURNAL,
                CREATE_INSTANCES,
                CREATE_APPLICATIONS,
                UNLOCK);
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
