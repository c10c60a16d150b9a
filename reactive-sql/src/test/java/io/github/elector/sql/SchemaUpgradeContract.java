// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From one version of the schema to the next, on every database; the second version is made up. */
abstract class SchemaUpgradeContract {
    /** Long enough for twenty at once on a slow machine. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final List<DedicatedConnection> connections = new ArrayList<>();

    abstract Vertx vertx();

    /** Without anything in its place yet. */
    abstract TableName leases();

    abstract SchemaDialect now();

    abstract SchemaDialect future();

    abstract FailureCodes failureCodes();

    abstract ConnectionSettings administrator();

    /** Who may use the tables once they are there, and nothing else. */
    abstract ConnectionSettings user();

    abstract void execute(String sql);

    /** How many rows this has. */
    abstract int count(String sql);

    abstract void insertARow();

    abstract void setComment(String comment);

    /** The query of the column that the second version adds. */
    abstract String futureColumn();

    abstract void closeAll();

    @AfterEach
    void close() {
        connections.forEach(connection -> await("a close", connection.close()));
        closeAll();
    }

    @Test
    void tablesAreCreatedInTheNewestVersion() {
        await("setup", setup(future(), true).verify());

        assertThat(count(futureColumn())).isEqualTo(1);
        await("a check", setup(future(), false).verify());
    }

    @Test
    void olderTablesAreUpgradedAndKeepTheirRows() {
        await("setup", setup(now(), true).verify());
        insertARow();

        await("the upgrade", setup(future(), true).verify());
        await("a check", setup(future(), false).verify());

        assertThat(count(futureColumn())).isEqualTo(1);
        assertThat(count("SELECT 1 FROM leader_leases")).isEqualTo(1);
    }

    /** Files of before did not say their version, and some tools lose comments. */
    @Test
    void tablesThatDoNotSayTheirVersionAreOfTheFirst() {
        await("setup", setup(now(), true).verify());
        setComment("");

        await("a check", setup(now(), false).verify());
        await("the upgrade", setup(future(), true).verify());

        assertThat(count(futureColumn())).isEqualTo(1);
    }

    @Test
    void commentMayHoldMoreThanTheVersion() {
        await("setup", setup(now(), true).verify());
        setComment("who leads (vertx-elector schema 2), owned by the platform team");

        await("a check", setup(future(), false).verify());
    }

    @Test
    void manyMayUpgradeAtOnce() {
        await("setup", setup(now(), true).verify());

        List<Future<Void>> many = IntStream.range(0, 20)
                .mapToObj(i -> setup(future(), true).verify())
                .toList();

        many.forEach(each -> await("the upgrade", each));
        assertThat(count(futureColumn())).isEqualTo(1);
    }

    @Test
    void olderTablesAreAnErrorThatNamesTheFileToRun() {
        await("setup", setup(now(), true).verify());

        LeaseStoreException complaint = complaint(setup(future(), false));

        assertThat(complaint.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(complaint)
                .hasMessage("table " + leases() + " is of schema version 1, and this vertx-elector needs version 2: set"
                        + " createSchema to true, or run "
                        + future().files().all().get(1) + " from the jar");
        assertThat(count(futureColumn())).isZero();
    }

    @Test
    void newerTablesAreAnErrorThatNamesBothVersionsAndAreLeftAlone() {
        await("setup", setup(now(), true).verify());
        setComment("vertx-elector schema 7");

        LeaseStoreException complaint = complaint(setup(now(), true));
        LeaseStoreException ofTheFuture = complaint(setup(future(), true));

        assertThat(complaint.kind()).isEqualTo(Kind.WRONG_SCHEMA);
        assertThat(complaint)
                .hasMessage(
                        "table " + leases() + " is of schema version 7, made by a newer vertx-elector than this one,"
                                + " which knows versions up to 1: upgrade this one, or name other tables");
        assertThat(ofTheFuture).hasMessageContaining("which knows versions up to 2");
        assertThat(count(futureColumn())).isZero();
    }

    @Test
    void whoMayUseTheTablesMayReadTheirVersion() {
        await("setup", setup(now(), true).verify());
        setComment("vertx-elector schema 7");

        assertThat(complaint(setup(now(), user(), false))).hasMessageContaining("is of schema version 7");
    }

    @Test
    void tableOfSomethingElseIsNotUpgraded() {
        execute("CREATE TABLE leader_leases (id bigint PRIMARY KEY, name varchar(20))");
        execute("CREATE TABLE leader_sessions (id bigint PRIMARY KEY)");

        LeaseStoreException complaint = complaint(setup(future(), true));

        assertThat(complaint).hasMessageContaining("if it is a table of something else, name another one");
        assertThat(count(futureColumn())).isZero();
    }

    @Test
    void upgradeThatFailsSaysWhyAndLeavesNobodyWaiting() {
        await("setup", setup(now(), true).verify());

        LeaseStoreException refused = complaint(setup(future(), user(), true));
        await("the upgrade", setup(future(), true).verify());

        assertThat(refused.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(refused)
                .hasMessageContaining("; let somebody who may change the tables run "
                        + future().files().all().get(1) + " from the jar, and set createSchema to false");
    }

    private SchemaSetup setup(SchemaDialect dialect, boolean create) {
        return setup(dialect, administrator(), create);
    }

    private SchemaSetup setup(SchemaDialect dialect, ConnectionSettings settings, boolean create) {
        DedicatedConnection connection =
                new DedicatedConnection(vertx(), settings, new SqlFailures(settings.target(), failureCodes()));
        connections.add(connection);
        return new SchemaSetup(dialect, create, connection);
    }

    private static LeaseStoreException complaint(SchemaSetup setup) {
        return (LeaseStoreException) failure("a check", setup.verify());
    }
}
