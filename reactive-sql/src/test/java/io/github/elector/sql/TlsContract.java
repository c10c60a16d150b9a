// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.TestCertificates;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does with the certificates a server shows. */
abstract class TlsContract {
    @TempDir
    Path files;

    private final Vertx vertx = Vertx.vertx();
    private final List<LeaseStore> stores = new ArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private TcpProxy proxy;

    /** Those of the server under test. */
    abstract TestCertificates certificates();

    /** From now on the server shows this certificate to those who connect. */
    abstract void present(String certificate);

    /** The server, which takes connections with and without TLS, as a user with the rights of an elector. */
    abstract String uri();

    /** The same as somebody who has to show a certificate. */
    abstract String certifiedUri();

    /** A server without TLS. */
    abstract String plainUri();

    abstract LeaseStore newStore(Vertx vertx, String uri, Duration timeout, JsonObject options);

    @BeforeEach
    void listen() {
        URI where = URI.create(uri());
        proxy = new TcpProxy(where.getHost(), where.getPort());
        proxy.tapClients((connection, chunk, length) -> seen.add(new String(chunk, 0, length, ISO_8859_1)));
    }

    @AfterEach
    void close() {
        stores.forEach(store -> await("a store's close", store.close()));
        proxy.close();
        await("the end of Vert.x", vertx.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-full", "verify-ca", "require", "prefer"})
    void rightCertificateIsTaken(String mode) {
        present(TestCertificates.RIGHT);

        LeaseStore store = store(mode);
        await("prepare", store.prepare());

        assertThat(await("the heartbeat", store.heartbeat(TestStores.opened(store))))
                .isInstanceOf(StoreAnswer.Beat.class);
        assertThat(seen).isNotEmpty().noneMatch(sent -> sent.contains("leader_"));
    }

    @Test
    void modeDisableIsNotEncrypted() {
        present(TestCertificates.RIGHT);

        await("prepare", store("disable").prepare());

        assertThat(seen).anyMatch(sent -> sent.contains("leader_"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wrong-host | verify-full | is for another host",
                "self-signed | verify-full | comes from nobody we trust: put the certificate of the authority",
                "self-signed | verify-ca | comes from nobody we trust: put the certificate of the authority",
                "expired | verify-full | has expired: renew it",
                "expired | verify-ca | has expired: renew it",
            })
    void otherCertificateIsRefusedAndSaysWhichCheckFailed(String certificate, String mode, String advice) {
        present(certificate);

        LeaseStoreException refusal = refusal(store(mode));

        assertThat(refusal.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refusal).hasMessageContaining("the certificate of the server " + advice);
    }

    @ParameterizedTest
    @CsvSource({"wrong-host, verify-ca", "self-signed, require", "expired, require", "self-signed, prefer"})
    void weakerModeTakesWhatItDoesNotCheck(String certificate, String mode) {
        present(certificate);

        await("prepare", store(mode).prepare());

        assertThat(seen).isNotEmpty().noneMatch(sent -> sent.contains("leader_"));
    }

    @Test
    void withoutAFileOnlyAuthoritiesOfTheJvmAreTrusted() {
        present(TestCertificates.RIGHT);

        LeaseStoreException refusal = refusal(store(new JsonObject()));

        assertThat(refusal).hasMessageContaining("comes from nobody we trust");
    }

    @Test
    void certificateThatWasRenewedIsTakenByTheSameStore() {
        present(TestCertificates.EXPIRED);
        LeaseStore store = store("verify-full");
        refusal(store);

        present(TestCertificates.RIGHT);

        await("prepare", store.prepare());
    }

    @Test
    void fileThatComesLaterIsReadForTheNextConnection() throws IOException {
        present(TestCertificates.RIGHT);
        Path ca = files.resolve("ca.pem");
        LeaseStore store = store(new JsonObject().put("ca", ca.toString()));

        LeaseStoreException missing = refusal(store);
        Files.writeString(ca, "no certificate");
        LeaseStoreException nonsense = refusal(store);
        Files.copy(certificates().certificate(TestCertificates.SELF_SIGNED), files.resolve("other.pem"));
        Files.move(files.resolve("other.pem"), ca, REPLACE_EXISTING);
        LeaseStoreException another = refusal(store);
        Files.copy(certificates().ca(), ca, REPLACE_EXISTING);
        await("prepare", store.prepare());

        assertThat(missing).hasMessageContaining("tls.ca '" + ca + "' cannot be read");
        assertThat(nonsense).hasMessageContaining("tls.ca '" + ca + "' holds no PEM certificate");
        assertThat(another).hasMessageContaining("comes from nobody we trust");
    }

    @Test
    void serverThatWantsACertificateOfTheClientGetsIt() {
        present(TestCertificates.RIGHT);
        JsonObject tls = verifyFull();
        JsonObject certified = verifyFull()
                .put("certificate", path(TestCertificates.CLIENT, "pem"))
                .put("key", path(TestCertificates.CLIENT, "key"));

        LeaseStoreException without = refusal(store(certifiedUri(), tls));
        await("prepare", store(certifiedUri(), certified).prepare());

        assertThat(without.kind()).isIn(Kind.NO_RIGHT, Kind.UNREACHABLE);
    }

    @Test
    void keyThatDoesNotFitItsFileIsNamedAndNotShown() throws IOException {
        present(TestCertificates.RIGHT);
        Path key = Files.writeString(files.resolve("client.key"), "-----BEGIN PRIVATE KEY-----\ns3cr3t");

        LeaseStoreException refusal = refusal(store(verifyFull()
                .put("certificate", path(TestCertificates.CLIENT, "pem"))
                .put("key", key.toString())));

        assertThat(refusal).hasMessageContaining("tls.key '" + key + "'").hasNoCause();
        assertThat(refusal.getMessage()).doesNotContain("s3cr3t");
    }

    @Test
    void serverWithoutTlsIsRefused() {
        LeaseStoreException refusal = refusal(store(plainUri(), verifyFull()));

        assertThat(refusal.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refusal).hasMessageContaining("does the server offer it");
    }

    @Test
    void serverWithoutTlsIsTakenByPrefer() {
        await(
                "prepare",
                store(plainUri(), new JsonObject().put("mode", "prefer")).prepare());
    }

    /** After it did not answer once, it is asked whether it does now before a connection is spent on it. */
    @Test
    void serverThatDidNotAnswerIsFoundAgain() {
        present(TestCertificates.RIGHT);
        LeaseStore store = store("verify-full");
        proxy.pause();
        Kind silent = refusal(store).kind();
        proxy.resume();

        await("prepare", store.prepare().recover(lastOfTheSilence -> store.prepare()));

        assertThat(silent).isEqualTo(Kind.TIMED_OUT);
    }

    private LeaseStore store(String mode) {
        JsonObject tls = new JsonObject().put("mode", mode);
        return store(
                mode.startsWith("verify") ? tls.put("ca", certificates().ca().toString()) : tls);
    }

    private LeaseStore store(JsonObject tls) {
        return store(PostgresServer.through(proxy, uri()), tls);
    }

    private LeaseStore store(String uri, JsonObject tls) {
        LeaseStore store = newStore(vertx, uri, Duration.ofSeconds(5), new JsonObject().put("tls", tls));
        stores.add(store);
        return store;
    }

    private JsonObject verifyFull() {
        return new JsonObject().put("ca", certificates().ca().toString());
    }

    private String path(String certificate, String ending) {
        return (ending.equals("key")
                        ? certificates().key(certificate)
                        : certificates().certificate(certificate))
                .toString();
    }

    private static LeaseStoreException refusal(LeaseStore store) {
        return (LeaseStoreException) failure("prepare", store.prepare());
    }
}
