// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.sql.testing.EmbeddedMariaDbServer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.mysqlclient.MySQLConnectOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that becomes read-only under open connections, while the address already leads to another one. */
class MysqlReadOnlyTest {
    private static EmbeddedMariaDbServer demoted;
    private static EmbeddedMariaDbServer other;

    private final MysqlStores stores = new MysqlStores(demoted);
    private final TcpProxy address = demoted.proxy();

    @BeforeAll
    static void startServers() {
        demoted = new EmbeddedMariaDbServer();
        other = new EmbeddedMariaDbServer();
    }

    @AfterAll
    static void stopServers() {
        demoted.close();
        other.close();
    }

    @AfterEach
    void close() {
        demoted.execute("SET GLOBAL read_only = 0");
        stores.close();
        address.close();
    }

    @ParameterizedTest
    @EnumSource
    void operationOnAServerThatBecameReadOnlyFailsAndTheNextGoesToAnother(StoreOperation operation) {
        LeaseStore store = stores.store(PostgresServer.through(address, userOfBoth()));
        StoreOperation.connect(stores.prepared(store));

        moveTheAddress();
        LeaseStoreException failure = (LeaseStoreException) failure(operation + "", operation.ask(store));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("read-only").hasMessageContaining("the primary");
        await(operation + " on the other server", operation.ask(store));
    }

    /** Its heartbeat would be answered yes for ever, while others are led by the new primary. */
    @Test
    void whoMayWriteToAReadOnlyServerAllTheSameIsNotAnsweredYes() {
        LeaseStore store = stores.prepared(stores.store(stores.administratorUri()));
        SessionId session = TestStores.opened(store);
        await("a heartbeat", store.heartbeat(session));

        demoted.execute("SET GLOBAL read_only = 1");

        assertThat(failure("the heartbeat", store.heartbeat(session))).hasMessageContaining("the server is read-only");
    }

    private void moveTheAddress() {
        address.redirect("127.0.0.1", MySQLConnectOptions.fromUri(other.uri()).getPort());
        demoted.execute("SET GLOBAL read_only = 1");
    }

    /** Both servers have the tables and the same user, who may not write to a server that is read-only. */
    private String userOfBoth() {
        String user = "'" + MysqlStores.user(stores.uri()) + "'@'%'";
        other.execute("CREATE DATABASE " + stores.database);
        MysqlStores.createTables(other, stores.database);
        other.execute("CREATE USER " + user + " IDENTIFIED BY 'pw'");
        other.execute("GRANT SELECT, INSERT, UPDATE ON " + stores.database + ".* TO " + user);
        return stores.uri();
    }
}
