// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.examples.engine.source.Settings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server is and who we are, from the files and the environment that say so. */
class KubeconfigTest {
    private static final String CA = "-----BEGIN CERTIFICATE-----\nca\n-----END CERTIFICATE-----\n";
    private static final String OWN = "-----BEGIN CERTIFICATE-----\nown\n-----END CERTIFICATE-----\n";
    private static final String KEY = "-----BEGIN PRIVATE KEY-----\nSECRETKEY\n-----END PRIVATE KEY-----\n";
    private static final String TOKEN = "SECRETTOKEN";

    @TempDir
    Path folder;

    @Test
    void currentContextGivesServerAuthorityAndToken() throws IOException {
        ApiServer server = read(config("certificate-authority-data: " + base64(CA), "token: " + TOKEN));

        assertThat(server).hasToString("https://kube.example:6443");
        assertThat(server.host()).isEqualTo("kube.example");
        assertThat(server.port()).isEqualTo(6_443);
        assertThat(server.path("/api/v1/pods")).isEqualTo("/k8s/c-1/api/v1/pods");
        assertThat(server.authority()).contains(Buffer.buffer(CA));
        assertThat(server.token().read(null).result()).contains(TOKEN);
        assertThat(server.certificate()).isEmpty();
        assertThat(server.token() + "" + server).doesNotContain(TOKEN);
    }

    @Test
    void contextCanBeNamedAndFilesAreFoundFromItsFolder() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), CA);
        Files.writeString(folder.resolve("own.pem"), OWN);
        Files.writeString(folder.resolve("key.pem"), KEY);
        Path file = write("""
                apiVersion: v1
                contexts:
                - name: prod
                  context: {cluster: one, user: me}
                clusters:
                - name: one
                  cluster: {server: "https://[fd00::1]", certificate-authority: ca.pem}
                users:
                - name: me
                  user: {client-certificate: own.pem, client-key: key.pem}
                """);

        ApiServer server = Kubeconfig.read(file, Optional.of("prod"));

        assertThat(server.host()).isEqualTo("fd00::1");
        assertThat(server.port()).isEqualTo(443);
        assertThat(server.authority()).contains(Buffer.buffer(CA));
        assertThat(server.certificate()).contains(new ClientCertificate(Buffer.buffer(OWN), Buffer.buffer(KEY)));
        assertThat(server.token()).isEqualTo(Token.NONE);
        assertThat(server.certificate().toString() + server)
                .doesNotContain("SECRET")
                .doesNotContain("BEGIN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate-authority-data: '%%%' | token: SECRETTOKEN | clusters.cluster.certificate-authority-data is not Base64",
                "certificate-authority-data: U0VDUkVU | token: SECRETTOKEN | clusters.cluster.certificate-authority holds no certificate",
                "certificate-authority: missing.pem | token: SECRETTOKEN | clusters.cluster.certificate-authority names a file that cannot be read",
                "insecure-skip-tls-verify: true | token: SECRETTOKEN | insecure-skip-tls-verify would trust anybody",
                "proxy-url: http://me:SECRETKEY@proxy | token: SECRETTOKEN | clusters.cluster.proxy-url is not supported",
                "extra: x | token: 'SECRETTOKEN and more' | users.user.token: the token must be one word",
                "extra: x | token: 7 | users.user.token must be a text",
                "extra: x | exec: {command: SECRETTOKEN} | users.user.exec would run a program",
                "extra: x | auth-provider: {name: SECRETTOKEN} | users.user.auth-provider would run a program",
                "extra: x | password: SECRETTOKEN | users.user.password is not supported",
                "extra: x | client-key-data: U0VDUkVU | users.user.client-certificate-data is missing",
                "extra: x | client-key: missing.pem | users.user.client-key names a file that cannot be read"
            })
    void whatCannotBeUsedIsRefusedByItsKeyAndNotShown(String cluster, String user, String message) throws IOException {
        Path file = write(config(cluster, user));

        assertThatThrownBy(() -> Kubeconfig.read(file, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message)
                .satisfies(KubeconfigTest::showsNoSecret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SECRETTOKEN",
                "- SECRETTOKEN",
                "a: [SECRETTOKEN",
                "SECRETTOKEN: {x: !!java.net.URL [SECRETTOKEN]}",
                "1: SECRETTOKEN",
                "current-context: SECRETTOKEN",
                "{current-context: a, contexts: [{name: a, context: SECRETTOKEN}]}",
                "{current-context: a, contexts: [{name: a, context: {cluster: SECRETTOKEN}}]}",
                "{current-context: a, contexts: SECRETTOKEN}",
                "a: &a [*a, SECRETTOKEN]\nb: &b {<<: *b}"
            })
    void fileThatIsNoKubeconfigIsRefusedAndNotShown(String text) throws IOException {
        Path file = write(text);

        assertThatThrownBy(() -> Kubeconfig.read(file, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .satisfies(KubeconfigTest::showsNoSecret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kube.example",
                "ftp://kube.example",
                "https://me:SECRETKEY@kube.example",
                "https://",
                "https://kube.example?SECRETKEY"
            })
    void serverThatIsNoAddressIsRefusedAndNotShown(String uri) {
        assertThatThrownBy(() -> ApiServer.uri("clusters.cluster.server", uri))
                .hasMessage("clusters.cluster.server must be https://host:port, perhaps with a path, and nothing else")
                .satisfies(KubeconfigTest::showsNoSecret);
    }

    @Test
    void tokenIsNotSentInTheClearToAnotherHost() throws IOException {
        Path file = write(config("extra: x", "token: " + TOKEN).replace("https://", "http://"));

        assertThatThrownBy(() -> Kubeconfig.read(file, Optional.empty()))
                .hasMessageContaining("server http://kube.example:6443 is http")
                .satisfies(KubeconfigTest::showsNoSecret);
    }

    @Test
    void podUsesItsServiceAccount() throws IOException {
        Files.writeString(folder.resolve("ca.crt"), CA);
        Files.writeString(folder.resolve("token"), TOKEN);
        ApiServer server = ServiceAccount.read(
                Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443"), folder);

        assertThat(server).hasToString("https://[fd00::1]:6443");
        assertThat(server.authority()).contains(Buffer.buffer(CA));
        assertThat(server.token()).hasToString("the token in " + folder.resolve("token"));
    }

    @Test
    void whoIsNoPodIsToldWhatToSet() {
        assertThatThrownBy(() -> ServiceAccount.read(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1"), folder))
                .hasMessageContaining("KUBERNETES_SERVICE_PORT")
                .hasMessageContaining("set kubeconfig");
        assertThatThrownBy(() -> ServiceAccount.read(
                        Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "443"), folder))
                .hasMessageContaining("ca.crt cannot be read");
    }

    @Test
    void settingThatNobodyReadsIsRefused() {
        assertThatThrownBy(() -> KubernetesDriver.from(
                        new Settings("engine.properties", new JsonObject().put("kubeConfigPath", "/x"))))
                .hasMessageContaining("engine.properties.kubeConfigPath is no setting");
        assertThatThrownBy(() -> KubernetesDriver.from(new Settings(
                        "engine.properties",
                        new JsonObject()
                                .put("kubeconfig", folder.resolve("missing").toString()))))
                .hasMessageContaining("missing cannot be read");
    }

    private ApiServer read(String text) throws IOException {
        return Kubeconfig.read(write(text), Optional.empty());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("config"), text);
    }

    private static String config(String cluster, String user) {
        return """
                apiVersion: v1
                kind: Config
                preferences: {}
                current-context: here
                contexts:
                - name: there
                  context: {cluster: none}
                - name: here
                  context:
                    cluster: one
                    user: me
                    namespace: ignored
                clusters:
                - name: one
                  cluster:
                    server: https://kube.example:6443/k8s/c-1/
                    %s
                users:
                - name: me
                  user:
                    %s
                """.formatted(cluster, user);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void showsNoSecret(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            assertThat(String.valueOf(each.getMessage()))
                    .doesNotContain("SECRET")
                    .doesNotContain("U0VDUkVU");
        }
    }
}
