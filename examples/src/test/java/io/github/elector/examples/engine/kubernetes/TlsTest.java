// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.engine.source.ListWatch;
import io.github.elector.examples.engine.source.OnContext;
import io.github.elector.examples.engine.source.Settings;
import io.github.elector.examples.loop.LoopWatch;
import io.github.elector.sql.testing.TestCertificates;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nobody is trusted but the server, and the server learns who we are: by a kubeconfig, over TLS. */
class TlsTest {
    @TempDir
    static Path folder;

    private static TestCertificates certificates;

    @RegisterExtension
    final LoopWatch loops = new LoopWatch();

    @BeforeAll
    static void make() {
        certificates = new TestCertificates(folder);
    }

    @Test
    void certificateOfTheClientIsShownToTheServerThatTheAuthorityNames() throws IOException {
        try (FakeApiServer server = new FakeApiServer(tls(TestCertificates.RIGHT)
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(certificates.ca().toString())))) {
            server.put(Pods.ready("ns", "shop-0", "shop", "20880", "zk1"));
            OnContext on = new OnContext(loops.vertx());
            ListWatch source = open(
                    on,
                    server,
                    "client-certificate-data: " + base64(certificates.certificate(TestCertificates.CLIENT))
                            + "\n    client-key-data: " + base64(certificates.key(TestCertificates.CLIENT)));

            assertThat(on.await("a list", source::list).instances()).hasSize(1);
            on.await("the close", source::close);
        }
    }

    @Test
    void tokenIsNotSentToAServerThatTheAuthorityDoesNotName() throws IOException {
        for (String wrong :
                new String[] {TestCertificates.SELF_SIGNED, TestCertificates.WRONG_HOST, TestCertificates.EXPIRED}) {
            try (FakeApiServer server = new FakeApiServer(tls(wrong))) {
                OnContext on = new OnContext(loops.vertx());
                ListWatch source = open(on, server, "token: SECRET");

                assertThat(failure("a list", on.call(source::list)))
                        .as(wrong)
                        .hasMessageContaining("the list of pods at https://127.0.0.1")
                        .hasMessageNotContaining("SECRET");
                assertThat(server.requests()).isEmpty();
                on.await("the close", source::close);
            }
        }
    }

    private ListWatch open(OnContext on, FakeApiServer server, String user) throws IOException {
        Path file = Files.writeString(
                folder.resolve("config"), """
                current-context: here
                contexts:
                - name: here
                  context: {cluster: one, user: me}
                clusters:
                - name: one
                  cluster:
                    server: https://127.0.0.1:%d
                    certificate-authority-data: %s
                users:
                - name: me
                  user:
                    %s
                """.formatted(server.port(), base64(certificates.ca()), user));
        KubernetesDriver driver = KubernetesDriver.from(
                new Settings("engine.properties", new JsonObject().put("kubeconfig", file.toString())));
        return on.get(() -> driver.open(loops.vertx()));
    }

    private static HttpServerOptions tls(String name) {
        return new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(certificates.certificate(name).toString())
                        .addKeyPath(certificates.key(name).toString()));
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
