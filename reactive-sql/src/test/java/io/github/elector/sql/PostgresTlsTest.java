// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TestCertificates;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** TLS to a PostgreSQL whose certificate is exchanged while it runs. */
class PostgresTlsTest extends TlsContract {
    private static final String SCHEMA = "leaders";

    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static String plainUri = "";
    private static EmbeddedPostgresServer server;
    private static String uri = "";
    private static String certifiedUri = "";

    @BeforeAll
    static void startServer() {
        certificates = new TestCertificates(folder);
        certificates.install(TestCertificates.RIGHT, shown("pem"), shown("key"));
        server = new EmbeddedPostgresServer(
                Map.of(
                        "ssl", "on",
                        "ssl_cert_file", shown("pem").toString(),
                        "ssl_key_file", shown("key").toString(),
                        "ssl_ca_file", certificates.ca().toString()),
                "hostssl all certified all cert\n");
        server.execute("CREATE SCHEMA leaders");
        TestStores.createTables(server, SCHEMA);
        uri = server.freshRole("pw", SCHEMA);
        server.execute("CREATE ROLE certified LOGIN; GRANT USAGE ON SCHEMA leaders TO certified;"
                + " GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA leaders TO certified");
        PostgresServer plain = TestDatabases.postgres();
        plain.execute("CREATE SCHEMA IF NOT EXISTS leaders");
        TestStores.createTables(plain, SCHEMA);
        plainUri = plain.freshRole("pw", SCHEMA);
        certifiedUri = server.uri().replaceFirst("//[^@/]*@", "//certified@");
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
        // Done before the server takes the next connection: it looks at its signals first.
        server.execute("SELECT pg_reload_conf()");
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
        String offered =
                TestDatabases.postgres().execute("SHOW ssl").iterator().next().getString(0);
        assumeTrue(offered.equals("off"), "the server that was given offers TLS");
        return plainUri;
    }

    @Override
    LeaseStore newStore(Vertx vertx, String uri, Duration timeout, JsonObject options) {
        return SqlLeaseStore.postgres(
                vertx, new StoreConfig(uri, options.mergeIn(TestStores.options(SCHEMA)), "elector", timeout.toNanos()));
    }

    private static Path shown(String ending) {
        return folder.resolve("shown." + ending);
    }
}
