// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.core.Promise;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that becomes read-only under open connections, while the address already leads to another one. */
class PostgresReadOnlyTest {
    private static EmbeddedPostgresServer demoted;
    private static EmbeddedPostgresServer other;

    private final TestStores here = new TestStores(demoted);
    private final TcpProxy address = demoted.proxy();
    private final LeaseStore store = here.store(PostgresServer.through(address, demoted.uri()), TestStores.TIMEOUT);

    @BeforeAll
    static void startServers() {
        demoted = new EmbeddedPostgresServer();
        other = new EmbeddedPostgresServer();
    }

    @AfterAll
    static void stopServers() {
        demoted.close();
        other.close();
    }

    /** As a standby has them. */
    @BeforeEach
    void makeTheSameTablesOnTheOther() {
        other.execute("CREATE SCHEMA " + here.schema);
        TestStores.createTables(other, here.schema);
    }

    @AfterEach
    void close() {
        setReadOnly("off");
        here.close();
        address.close();
    }

    @ParameterizedTest
    @EnumSource
    void operationOnAServerThatBecameReadOnlyFailsAndTheNextGoesToAnother(StoreOperation operation) {
        StoreOperation.connect(here.prepared(store));

        moveTheAddress();
        LeaseStoreException failure = (LeaseStoreException) failure(operation + "", operation.ask(store));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("read-only").hasMessageContaining("the primary");
        await(operation + " on the other server", operation.ask(store));
    }

    /** A hint follows every subscription. */
    @Test
    void connectionForHintsDoesNotStayWithAServerThatIsReadOnly() {
        Promise<Hint> first = Promise.promise();
        Promise<Hint> second = Promise.promise();
        store.onHint(hint -> {
            if (!first.tryComplete(hint)) {
                second.tryComplete(hint);
            }
        });
        setReadOnly("on");

        here.prepared(store);
        await("the hint after the subscription", first.future());
        await("the hint after the next subscription", second.future());
    }

    private void moveTheAddress() {
        address.redirect("127.0.0.1", other.port());
        setReadOnly("on");
    }

    /** For connections that are open as well; who connects after this is heard meets it for sure. */
    private static void setReadOnly(String value) {
        demoted.execute("ALTER SYSTEM SET default_transaction_read_only = " + value);
        demoted.execute("SELECT pg_reload_conf()");
        assertThat(demoted.execute("SHOW default_transaction_read_only")
                        .iterator()
                        .next()
                        .getString(0))
                .isEqualTo(value);
    }
}
