// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.PostgresServer;
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

/** Creating the tables, and telling what is wrong with those that are there. */
class PostgresSchemaTest {
    private final TestStores stores = TestStores.withoutTables();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void manyStoresMayCreateTheTablesAtOnce() {
        List<LeaseStore> many =
                IntStream.range(0, 20).mapToObj(i -> stores.store()).toList();

        List<Future<Void>> prepared = many.stream().map(LeaseStore::prepare).toList();

        prepared.forEach(each -> await("prepare", each));
    }

    @Test
    void missingTableSaysWhatToDo() {
        LeaseStoreException complaint = complaint(TestStores.options(stores.schema));

        assertThat(complaint.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(complaint)
                .hasMessage("table " + stores.schema + ".leader_sessions is missing: set createSchema to true, or run"
                        + " io/github/elector/sql/postgresql/V1__leader_tables.sql from the jar");
    }

    @Test
    void theSchemaIsLeftAloneUnlessToldOtherwise() {
        complaint(TestStores.options(stores.schema));

        assertThat(stores.execute("SELECT FROM pg_class WHERE relnamespace = '%s'::regnamespace")
                        .size())
                .isZero();
    }

    @Test
    void missingColumnIsNamed() {
        stores.prepared();
        stores.execute("ALTER TABLE %s.leader_leases DROP COLUMN generation CASCADE");

        assertThat(complaint())
                .hasMessageContaining("table " + stores.schema + ".leader_leases has no column generation");
    }

    @Test
    void columnThatEarlierTablesDoNotHaveIsNamedWhetherTheyMayBeChangedOrNot() {
        stores.prepared();
        stores.execute("ALTER TABLE %s.leader_sessions DROP COLUMN metadata CASCADE");

        assertThat(complaint())
                .hasMessageContaining("table " + stores.schema + ".leader_sessions has no column metadata: ")
                .hasMessageContaining("else add it");
    }

    @Test
    void tableOfSomethingElseIsNotMistakenForOurs() {
        stores.execute("CREATE TABLE %s.leader_leases (id bigint PRIMARY KEY, name text)");

        LeaseStoreException complaint = complaint();

        assertThat(complaint.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(complaint).hasMessageContaining("leader_leases has no column component, holder");
        assertThat(complaint).hasMessageContaining("name another one");
    }

    @ParameterizedTest
    @CsvSource({
        "leader_sessions, version, bigint, integer",
        "leader_leases, released, boolean, smallint",
        "leader_sessions, renewed_at, timestamp with time zone, timestamp without time zone",
        "leader_leases, holder, text, character varying",
        "leader_sessions, metadata, text, jsonb",
    })
    void columnOfAnotherTypeIsNamedWithBothTypes(String table, String column, String right, String wrong) {
        stores.prepared();
        stores.execute("DROP VIEW %s.leader_overview");
        stores.execute("ALTER TABLE %s." + table + " DROP COLUMN " + column + ", ADD COLUMN " + column + " " + wrong);

        assertThat(complaint())
                .hasMessageContaining("column " + column + " of table " + stores.schema + "." + table + " is of type "
                        + wrong + " but must be " + right);
    }

    /** Seed 880740311 of the hostile server; a type may really be called so. */
    @Test
    void typeWithALineEndInItsNameDoesNotBreakTheMessage() {
        stores.prepared();
        stores.execute("CREATE DOMAIN %s.\"two\nlines\" AS bigint; DROP VIEW %s.leader_overview;"
                + "ALTER TABLE %s.leader_leases DROP COLUMN term, ADD COLUMN term %s.\"two\nlines\"");

        assertThat(complaint().getMessage()).contains("two lines").doesNotContain("\n");
    }

    /** Two names would be one, and the second component would take the first one's lease. */
    @ParameterizedTest
    @CsvSource({"leader_leases, component", "leader_sessions, session_id", "leader_leases, holder"})
    void collationThatTakesTwoNamesForOneIsRefusedWithTheStatementThatPutsItRight(String table, String column) {
        stores.prepared();
        stores.execute(
                "CREATE COLLATION %s.ignores_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        stores.execute("DROP VIEW %s.leader_overview;" + "ALTER TABLE %s." + table + " ALTER COLUMN " + column
                + " TYPE text COLLATE %s.ignores_case");

        String complaint = complaint().getMessage();
        assertThat(complaint)
                .contains("column " + column + " of table " + stores.schema + "." + table
                        + " is of type text collate ignores_case but must be text: run ALTER TABLE ");

        stores.execute(complaint.replaceFirst(".*: run (ALTER TABLE .*) \\(after DROP VIEW .*", "$1"));
        stores.prepared();
    }

    @ParameterizedTest
    @CsvSource({"component, character(128)", "component, character varying(20)", "component, bytea"})
    void keyThatPadsOrCutsNamesIsRefused(String column, String type) {
        stores.prepared();
        stores.execute("DROP VIEW %s.leader_overview");
        stores.execute("ALTER TABLE %s.leader_leases ALTER COLUMN " + column + " TYPE " + type + " USING NULL");

        assertThat(complaint()).hasMessageContaining("but must be text: run ALTER TABLE");
    }

    @Test
    void namesThatDifferByCaseAloneAreDifferentComponents() {
        LeaseStore store = stores.prepared();

        TermId lower = TestStores.granted(store, TestStores.opened(store), BILLING);
        TermId upper = TestStores.granted(store, TestStores.opened(store), new ComponentName("Billing"));

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
        TermId term = TestStores.granted(store, TestStores.opened(store), BILLING);
        for (String other : List.of("billing ", "bílling", "BILLING")) {
            stores.execute(
                    "INSERT INTO %s.leader_leases SELECT '" + other
                            + "', holder, 1, acquired_at, released, generation FROM %s.leader_leases WHERE component = 'billing'");
        }

        assertThat(((LeaseSight.Row) TestStores.lease(store, BILLING)).lease().term())
                .isEqualTo(term);
    }

    @Test
    void viewOfThatNameIsNoTable() {
        stores.execute("CREATE VIEW %s.leader_sessions AS SELECT 1 AS session_id");

        assertThat(complaint()).hasMessageContaining("leader_sessions is no ordinary table");
    }

    @Test
    void missingPrimaryKeyIsNamed() {
        stores.prepared();
        stores.execute("ALTER TABLE %s.leader_leases DROP CONSTRAINT leader_leases_pkey");

        assertThat(complaint()).hasMessageContaining("leader_leases has no primary key on component alone");
    }

    @Test
    void unloggedTableIsRefused() {
        stores.prepared();
        stores.execute("ALTER TABLE %s.leader_leases SET UNLOGGED");

        assertThat(complaint()).hasMessageContaining("leader_leases is unlogged");
    }

    @Test
    void missingRightIsNamedWithTheGrantThatHelps() {
        stores.prepared();
        String uri = stores.server.freshRole("pw");
        stores.execute("GRANT USAGE ON SCHEMA %s TO " + PostgresServer.user(uri));
        stores.execute("GRANT SELECT ON ALL TABLES IN SCHEMA %s TO " + PostgresServer.user(uri));

        LeaseStoreException complaint = complaint(uri, TestStores.options(stores.schema));

        assertThat(complaint.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(complaint).hasMessageContaining("GRANT SELECT, INSERT, UPDATE ON \"" + stores.schema + "\"");
    }

    @Test
    void whoMayNotCreateTablesIsToldWhatHelps() {
        String uri = stores.server.freshRole("pw");
        stores.execute("GRANT USAGE ON SCHEMA %s TO " + PostgresServer.user(uri));
        JsonObject creating = TestStores.options(stores.schema).put("createSchema", true);

        LeaseStoreException complaint = complaint(uri, creating);

        assertThat(complaint.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(complaint)
                .hasMessageContaining("[42501]; grant USAGE and CREATE on schema " + stores.schema
                        + ", or let somebody else run io/github/elector/sql/postgresql/V1__leader_tables.sql from the"
                        + " jar and grant SELECT, INSERT and UPDATE on both tables, and set createSchema to false");
        stores.execute("GRANT CREATE ON SCHEMA %s TO " + PostgresServer.user(uri));
        stores.prepared(stores.store(uri, TestStores.TIMEOUT, creating));
    }

    @Test
    void whoDoesNotOwnTheTableThatIsThereIsToldToLetSomebodyElseRunTheFile() {
        stores.prepared();
        String uri = stores.server.freshRole("pw", stores.schema);
        stores.execute("DROP VIEW %s.leader_overview; DROP TABLE %s.leader_sessions");
        stores.execute("GRANT CREATE ON SCHEMA %s TO " + PostgresServer.user(uri));

        LeaseStoreException complaint =
                complaint(uri, TestStores.options(stores.schema).put("createSchema", true));

        assertThat(complaint.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(complaint).hasMessageContaining("must be owner of").hasMessageContaining("let somebody else run");
    }

    @Test
    void missingSchemaIsWrongSchema() {
        assertThat(complaint(TestStores.options("nowhere")).kind()).isEqualTo(Kind.WRONG_SCHEMA);
    }

    @Test
    void tablesMayHaveOtherNames() {
        JsonObject options = new JsonObject()
                .put("createSchema", true)
                .put("sessionsTable", stores.schema + ".replicas")
                .put("leasesTable", stores.schema + ".who_leads_" + "x".repeat(50))
                .put("overviewView", stores.schema + ".leaders");

        LeaseStore store = stores.prepared(stores.store(stores.server.uri(), TestStores.TIMEOUT, options));
        TestStores.granted(store, TestStores.opened(store), BILLING);

        assertThat(stores.execute("SELECT component, node, state FROM %s.leaders")
                        .iterator()
                        .next()
                        .deepToString())
                .isEqualTo("[billing,node,led]");
    }

    @Test
    void overviewShowsWhoLeadsWhat() {
        LeaseStore store = stores.prepared();
        TestStores.granted(store, TestStores.opened(store), BILLING);
        await("the release", store.release(TestStores.granted(store, TestStores.opened(store), TestStores.SEARCH)));

        assertThat(stores.execute("SELECT component, state FROM %s.leader_overview ORDER BY component"))
                .extracting(row -> row.getString(0) + " " + row.getString(1))
                .containsExactly("billing led", "search released");
    }

    private LeaseStoreException complaint() {
        return complaint(TestStores.options(stores.schema).put("createSchema", true));
    }

    private LeaseStoreException complaint(JsonObject options) {
        return complaint(stores.server.uri(), options);
    }

    private LeaseStoreException complaint(String uri, JsonObject options) {
        return (LeaseStoreException) failure(
                "prepare", stores.store(uri, TestStores.TIMEOUT, options).prepare());
    }
}
