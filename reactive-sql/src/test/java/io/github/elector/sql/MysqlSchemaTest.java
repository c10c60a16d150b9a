// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.TermId;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Creating the tables, and telling what is wrong with those that are there. */
class MysqlSchemaTest {
    private final MysqlStores stores = MysqlStores.withoutTables();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void manyStoresMayCreateTheTablesAtOnce() {
        List<LeaseStore> many =
                IntStream.range(0, 20).mapToObj(i -> stores.store(stores.uri())).toList();

        List<Future<Void>> prepared = many.stream().map(LeaseStore::prepare).toList();

        prepared.forEach(each -> await("prepare", each));
    }

    @Test
    void missingTableSaysWhatToDo() {
        LeaseStoreException complaint = complaint(new JsonObject());

        assertThat(complaint.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(complaint)
                .hasMessage(
                        "table " + stores.database + ".leader_sessions is missing, or this user has no right on it:"
                                + " set createSchema to true, or run io/github/elector/sql/mysql/V1__leader_tables.sql from the jar");
        assertThat(stores.execute("SHOW TABLES").size()).isZero();
    }

    @Test
    void whoMayNotCreateTablesIsToldWhatHelps() {
        String uri = stores.server.freshUser("pw", stores.database);
        String user = "'" + MysqlStores.user(uri) + "'@'%'";
        // Somebody without any right on the database is not let in.
        stores.execute("GRANT SELECT ON " + stores.database + ".* TO " + user);
        JsonObject creating = new JsonObject().put("createSchema", true);

        LeaseStoreException complaint = (LeaseStoreException) failure(
                "prepare", stores.store(uri, TestStores.TIMEOUT, creating).prepare());

        assertThat(complaint.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(complaint)
                .hasMessageContaining("[1142, ")
                .hasMessageContaining("; grant CREATE, CREATE VIEW and DROP on database " + stores.database
                        + ", or let somebody else run io/github/elector/sql/mysql/V1__leader_tables.sql from the jar and"
                        + " grant SELECT, INSERT and UPDATE on both tables, and set createSchema to false");
        stores.execute("GRANT INSERT, UPDATE, CREATE, CREATE VIEW, DROP ON " + stores.database + ".* TO " + user);
        stores.prepared(stores.store(uri, TestStores.TIMEOUT, creating));
    }

    @Test
    void missingColumnIsNamed() {
        stores.prepared();
        stores.execute("ALTER TABLE leader_leases DROP COLUMN nonce");

        assertThat(complaint()).hasMessageContaining(stores.database + ".leader_leases has no column nonce");
    }

    @Test
    void columnThatEarlierTablesDoNotHaveIsNamed() {
        stores.prepared();
        stores.execute("ALTER TABLE leader_sessions DROP COLUMN metadata");

        assertThat(complaint())
                .hasMessageContaining(stores.database + ".leader_sessions has no column metadata: ")
                .hasMessageContaining("else add it");
    }

    @Test
    void tableOfSomethingElseIsNotMistakenForOurs() {
        stores.execute("CREATE TABLE leader_leases (id bigint PRIMARY KEY, name text)");

        LeaseStoreException complaint = complaint();

        assertThat(complaint.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(complaint).hasMessageContaining("leader_leases has no column component, holder");
        assertThat(complaint).hasMessageContaining("name another one");
    }

    /** The last four are keys that take several names for one: by case, by accent, by a trailing blank, by their end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "leader_sessions | version | decimal(20,0) | decimal(20,0)",
                "leader_sessions | version | bigint unsigned | bigint unsigned",
                "leader_sessions | renewed_at | datetime | datetime",
                "leader_sessions | metadata | varchar(300) COLLATE ascii_bin | varchar(300) collate ascii_bin",
                "leader_leases | component | varchar(128) COLLATE utf8mb4_general_ci | varchar(128) collate utf8mb4_general_ci",
                "leader_leases | component | varchar(128) COLLATE utf8mb4_bin | varchar(128) collate utf8mb4_bin",
                "leader_sessions | session_id | char(200) COLLATE ascii_bin | char(200) collate ascii_bin",
                "leader_leases | component | varbinary(20) | varbinary(20)",
            })
    void columnOfAnotherTypeIsRefusedWithTheStatementThatPutsItRight(
            String table, String column, String definition, String shown) {
        stores.prepared();
        String charset = definition.contains("ascii") ? " CHARACTER SET ascii" : " CHARACTER SET utf8mb4";
        stores.execute("ALTER TABLE " + table + " MODIFY " + column + " "
                + definition.replace(" COLLATE", charset + " COLLATE") + " NOT NULL");

        String complaint = complaint().getMessage();
        assertThat(complaint)
                .contains("column " + column + " of table " + stores.database + "." + table + " is of type " + shown
                        + " but must be ");

        String remedy = complaint.replaceFirst(".*: run (ALTER TABLE .*), or name another table", "$1");
        stores.execute(remedy);
        opened(stores.prepared());
    }

    @Test
    void viewOfThatNameIsNoTable() {
        stores.execute("CREATE VIEW leader_sessions AS SELECT 1 AS session_id");

        assertThat(complaint()).hasMessageContaining("leader_sessions is no ordinary table");
    }

    @Test
    void missingPrimaryKeyIsNamed() {
        stores.prepared();
        stores.execute("ALTER TABLE leader_leases DROP PRIMARY KEY");

        assertThat(complaint()).hasMessageContaining("leader_leases has no primary key on component alone");
    }

    @Test
    void primaryKeyOnTheBeginningOfANameIsNone() {
        stores.prepared();
        stores.execute("ALTER TABLE leader_leases DROP PRIMARY KEY, ADD PRIMARY KEY (component(10))");

        assertThat(complaint()).hasMessageContaining("leader_leases has no primary key on component alone");
    }

    @Test
    void primaryKeyOfTwoColumnsIsNone() {
        stores.prepared();
        stores.execute("ALTER TABLE leader_leases DROP PRIMARY KEY, ADD PRIMARY KEY (component, term)");

        assertThat(complaint()).hasMessageContaining("leader_leases has no primary key on component alone");
    }

    @Test
    void tableOfAnotherEngineIsRefusedWithTheStatementThatPutsItRight() {
        stores.prepared();
        stores.execute("ALTER TABLE leader_leases ENGINE = MyISAM");

        assertThat(complaint())
                .hasMessageContaining("run ALTER TABLE `" + stores.database + "`.`leader_leases` ENGINE = InnoDB");
    }

    @Test
    void missingRightIsNamedWithTheGrantThatHelps() {
        stores.prepared();
        String uri = stores.server.freshUser("pw", stores.database);
        stores.execute("GRANT SELECT ON " + stores.database + ".* TO '" + MysqlStores.user(uri) + "'@'%'");

        LeaseStoreException complaint = complaint(uri, MysqlStores.options());

        assertThat(complaint.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(complaint).hasMessageContaining("GRANT SELECT, INSERT, UPDATE ON `" + stores.database + "`");
    }

    @Test
    void tableTheUserMayNotSeeIsNotSaidToBeMissingForCertain() {
        stores.prepared();
        String uri = stores.server.freshUser("pw", stores.database);
        stores.execute("GRANT SELECT, INSERT, UPDATE ON leader_sessions TO '" + MysqlStores.user(uri) + "'@'%'");

        assertThat(complaint(uri, new JsonObject()))
                .hasMessageContaining("leader_leases is missing, or this user has no right on it");
    }

    @Test
    void serverThatMayLoseCommitsIsWarnedAboutOnce() {
        LeaseStore store = stores.store(stores.uri());
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.elector");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        stores.server.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
        try {
            await("prepare", store.prepare());
            await("prepare", store.prepare());
        } finally {
            stores.server.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
            logger.detachAppender(logged);
        }

        assertThat(logged.list)
                .extracting(Object::toString)
                .containsExactly("[WARN] this server acknowledges commits that a crash can lose"
                        + " (innodb_flush_log_at_trx_commit = 2): two terms can overlap then until the older one's next"
                        + " heartbeat; set it to 1");
    }

    @Test
    void tablesMayHaveOtherNamesAndBeInAnotherDatabase() {
        String other = stores.server.freshDatabase();
        JsonObject options = new JsonObject()
                .put("createSchema", true)
                .put("sessionsTable", "Replicas")
                .put("leasesTable", other + ".who_leads_" + "x".repeat(50))
                .put("overviewView", other + ".leaders");

        LeaseStore store = stores.prepared(stores.store(stores.uri(), TestStores.TIMEOUT, options));
        granted(store, opened(store), BILLING);

        assertThat(stores.execute("SELECT component, node, state FROM " + other + ".leaders")
                        .iterator()
                        .next()
                        .deepToString())
                .isEqualTo("[billing,node,led]");
        stores.execute("DROP DATABASE " + other);
    }

    @Test
    void databaseMayHaveAnyNameAServerTakes() {
        stores.server.execute("CREATE DATABASE `" + stores.database + " $1%s-Ä`");
        try {
            LeaseStore store = stores.prepared(stores.store(stores.uri() + "%20%241%25s-%C3%84"));

            assertThat(granted(store, opened(store), BILLING).component()).isEqualTo(BILLING);
            await("the close", store.close());
        } finally {
            stores.server.execute("DROP DATABASE `" + stores.database + " $1%s-Ä`");
        }
    }

    @Test
    void namesThatDifferByCaseAloneAreDifferentComponents() {
        LeaseStore store = stores.prepared();

        TermId lower = granted(store, opened(store), BILLING);
        TermId upper = granted(store, opened(store), new ComponentName("Billing"));

        assertThat(((LeaseSight.Row) TestStores.lease(store, BILLING)).lease().term())
                .isEqualTo(lower);
        assertThat(((LeaseSight.Row) TestStores.lease(store, upper.component()))
                        .lease()
                        .term())
                .isEqualTo(upper);
    }

    /** No elector writes such names, but somebody may have. */
    @Test
    void namesThatDifferByAccentOrTrailingBlankAreDifferentComponents() {
        LeaseStore store = stores.prepared();
        TermId term = granted(store, opened(store), BILLING);
        for (String other : List.of("'billing '", "'bílling'", "X'62696C6C696E6700'")) {
            stores.execute("INSERT INTO leader_leases SELECT " + other
                    + ", holder, 1, acquired_at, released, generation, nonce FROM leader_leases"
                    + " WHERE component = 'billing'");
        }

        assertThat(((LeaseSight.Row) TestStores.lease(store, BILLING)).lease().term())
                .isEqualTo(term);
    }

    @Test
    void overviewShowsWhoLeadsWhat() {
        LeaseStore store = stores.prepared();
        granted(store, opened(store), BILLING);
        await("the release", store.release(granted(store, opened(store), TestStores.SEARCH)));

        assertThat(stores.execute("SELECT component, state FROM leader_overview ORDER BY component"))
                .extracting(row -> row.getString(0) + " " + row.getString(1))
                .containsExactly("billing led", "search released");
    }

    private LeaseStoreException complaint() {
        return complaint(MysqlStores.options().put("createSchema", true));
    }

    private LeaseStoreException complaint(JsonObject options) {
        return complaint(stores.uri(), options);
    }

    private LeaseStoreException complaint(String uri, JsonObject options) {
        return (LeaseStoreException) failure(
                "prepare", stores.store(uri, TestStores.TIMEOUT, options).prepare());
    }
}
