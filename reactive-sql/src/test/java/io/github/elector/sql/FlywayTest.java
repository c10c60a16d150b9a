// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.store.LeaseStore;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.pgclient.PgConnectOptions;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** Flyway runs the files of the jar as they are, the way docs/database.md shows. */
class FlywayTest {
    private static final String POSTGRES_FILES = "classpath:io/github/elector/sql/postgresql";
    private static final String MYSQL_FILES = "classpath:io/github/elector/sql/mysql";

    @Test
    void filesMakeTheTablesOnPostgresInTheSchemaThatIsNamed() {
        try (TestStores stores = TestStores.withoutTables()) {
            int run = onPostgres(stores.schema, POSTGRES_FILES).load().migrate().migrationsExecuted;
            int again = onPostgres(stores.schema, POSTGRES_FILES).load().migrate().migrationsExecuted;

            assertThat(run).isEqualTo(1);
            assertThat(again).isZero();
            assertServesAUserWithoutRights(stores);
        }
    }

    @Test
    void filesMakeTheTablesOnMysql() {
        try (MysqlStores stores = MysqlStores.withoutTables()) {
            assumeTrue(stores.isMariaDb(), "its driver was tried on MariaDB");
            int run = onMysql(stores.database, MYSQL_FILES).load().migrate().migrationsExecuted;
            int again = onMysql(stores.database, MYSQL_FILES).load().migrate().migrationsExecuted;

            assertThat(run).isEqualTo(1);
            assertThat(again).isZero();
            assertServesAUserWithoutRights(stores);
        }
    }

    /** An application has files of its own, also one that is called V1, and a history of its own. */
    @Test
    void filesGoBesideTheMigrationsOfAnApplicationOnPostgres() {
        try (TestStores stores = TestStores.withoutTables()) {
            stores.execute(
                    "CREATE TABLE %s.flyway_schema_history (installed_rank int); CREATE TABLE %s.accounts (id int)");

            onPostgres(stores.schema, POSTGRES_FILES)
                    .table("elector_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();

            assertServesAUserWithoutRights(stores);
        }
    }

    @Test
    void filesGoBesideTheMigrationsOfAnApplicationOnMysql() {
        try (MysqlStores stores = MysqlStores.withoutTables()) {
            assumeTrue(stores.isMariaDb(), "its driver was tried on MariaDB");
            stores.execute("CREATE TABLE flyway_schema_history (installed_rank int); CREATE TABLE accounts (id int)");

            onMysql(stores.database, MYSQL_FILES)
                    .table("elector_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();

            assertServesAUserWithoutRights(stores);
        }
    }

    /** Tables that createSchema made are taken over: the files change nothing that is there. */
    @Test
    void tablesThatWereCreatedByTheElectorAreTakenOver() {
        try (TestStores postgres = TestStores.withoutTables();
                MysqlStores mysql = MysqlStores.withoutTables()) {
            assumeTrue(mysql.isMariaDb(), "its driver was tried on MariaDB");
            granted(postgres.prepared(), opened(postgres.prepared()), BILLING);
            mysql.prepared();

            beside(onPostgres(postgres.schema, POSTGRES_FILES)).load().migrate();
            beside(onMysql(mysql.database, MYSQL_FILES)).load().migrate();

            assertThat(postgres.execute("SELECT FROM %s.leader_leases").size()).isEqualTo(1);
            assertServesAUserWithoutRights(mysql);
        }
    }

    private static FluentConfiguration beside(FluentConfiguration files) {
        return files.table("elector_schema_history").baselineOnMigrate(true).baselineVersion("0");
    }

    private static FluentConfiguration onPostgres(String schema, String files) {
        PgConnectOptions where =
                PgConnectOptions.fromUri(TestDatabases.postgres().uri());
        return Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + where.getHost() + ":" + where.getPort() + "/" + where.getDatabase(),
                        where.getUser(),
                        where.getPassword())
                .defaultSchema(schema)
                .locations(files);
    }

    private static FluentConfiguration onMysql(String database, String files) {
        MySQLConnectOptions where =
                MySQLConnectOptions.fromUri(TestDatabases.mysql().uri());
        return Flyway.configure()
                .dataSource(
                        "jdbc:mariadb://" + where.getHost() + ":" + where.getPort() + "/" + database,
                        where.getUser(),
                        where.getPassword())
                .locations(files);
    }

    private static void assertServesAUserWithoutRights(TestStores stores) {
        String uri = stores.server.freshRole("pw", stores.schema);
        JsonObject options = TestStores.options(stores.schema);
        assertLeads(stores.prepared(stores.store(uri, TestStores.TIMEOUT, options)));
    }

    private static void assertServesAUserWithoutRights(MysqlStores stores) {
        String uri = stores.grantedUser("pw");
        assertLeads(stores.prepared(stores.store(uri, TestStores.TIMEOUT, MysqlStores.options())));
    }

    private static void assertLeads(LeaseStore store) {
        assertThat(granted(store, opened(store), BILLING).component()).isEqualTo(BILLING);
    }
}
