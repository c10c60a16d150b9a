// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.elector.sql.testing.EmbeddedMariaDbServer;
import io.github.elector.sql.testing.MysqlServer;
import io.github.elector.sql.testing.TestCertificates;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** TLS to a MariaDB whose certificate is exchanged while it runs. */
class MysqlTlsTest extends TlsContract {
    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static EmbeddedMariaDbServer server;
    private static String uri = "";
    private static String certifiedUri = "";
    private static String plainUri = "";

    @BeforeAll
    static void startServer() {
        certificates = new TestCertificates(folder);
        certificates.install(TestCertificates.RIGHT, shown("pem"), shown("key"));
        server = new EmbeddedMariaDbServer(
                List.of("--ssl-cert=" + shown("pem"), "--ssl-key=" + shown("key"), "--ssl-ca=" + certificates.ca()));
        uri = userWithTables(server);
        certifiedUri = userWithTables(server);
        server.execute("ALTER USER '" + MysqlStores.user(certifiedUri) + "'@'%' REQUIRE X509");
        plainUri = userWithTables(TestDatabases.mysql());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    TestCertificates certificates() {
        return certificates;
    }

    @Override
    void present(String certificate) {
        certificates.install(certificate, shown("pem"), shown("key"));
        server.execute("FLUSH SSL");
    }

    @Override
    String uri() {
        return uri;
    }

    @Override
    String certifiedUri() {
        return certifiedUri;
    }

    @Override
    String plainUri() {
        // A server that was given may offer it, and a MySQL from 8.4 on does not say.
        RowSet<Row> offered = TestDatabases.mysql().execute("SHOW VARIABLES LIKE 'have_ssl'");
        assumeTrue(
                offered.size() > 0 && offered.iterator().next().getString(1).equals("DISABLED"),
                "the server of the tests offers TLS, or does not say");
        return plainUri;
    }

    @Override
    LeaseStore newStore(Vertx vertx, String uri, Duration timeout, JsonObject options) {
        return SqlLeaseStore.mysql(vertx, new StoreConfig(uri, options, "elector", timeout.toNanos()));
    }

    private static String userWithTables(MysqlServer server) {
        String database = server.freshDatabase();
        MysqlStores.createTables(server, database);
        return server.freshGrantedUser("pw", database);
    }

    private static Path shown(String ending) {
        return folder.resolve("shown." + ending);
    }
}
