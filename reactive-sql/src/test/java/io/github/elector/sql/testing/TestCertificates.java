// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Certificates for servers and clients of tests, as PEM files in one folder, made by the JDK's keytool: {@code ca} signed
 * all of them but {@link #SELF_SIGNED}.
 */
public final class TestCertificates {
    /** For 127.0.0.1. */
    public static final String RIGHT = "right";
    /** For another host. */
    public static final String WRONG_HOST = "wrong-host";
    /** For 127.0.0.1, by nobody. */
    public static final String SELF_SIGNED = "self-signed";
    /** For 127.0.0.1, until yesterday. */
    public static final String EXPIRED = "expired";
    /** For a client named {@code certified}. */
    public static final String CLIENT = "client";

    private static final String CA = "ca";
    private static final String PASSWORD = "changeit";
    private static final String LOOPBACK = "san=ip:127.0.0.1";

    private final Path folder;
    private final KeyStore store;

    /** Makes them all; takes a few seconds. */
    public TestCertificates(Path folder) {
        this.folder = folder;
        generate(CA, "-ext", "bc:c");
        generate(RIGHT, "-signer", CA, "-ext", LOOPBACK);
        generate(WRONG_HOST, "-signer", CA, "-ext", "san=dns:elsewhere.example");
        generate(SELF_SIGNED, "-ext", LOOPBACK);
        generate(EXPIRED, "-signer", CA, "-ext", LOOPBACK, "-startdate", "-3d", "-validity", "2");
        generate(CLIENT, "-signer", CA, "-dname", "CN=certified");
        try (InputStream file = Files.newInputStream(keyStore())) {
            store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD.toCharArray());
            for (String name : List.of(CA, RIGHT, WRONG_HOST, SELF_SIGNED, EXPIRED, CLIENT)) {
                write(
                        certificate(name),
                        pem("CERTIFICATE", store.getCertificate(name).getEncoded()));
                write(
                        key(name),
                        pem(
                                "PRIVATE KEY",
                                store.getKey(name, PASSWORD.toCharArray()).getEncoded()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("certificates for tests", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("certificates for tests", e);
        }
    }

    /** The certificate of the authority. */
    public Path ca() {
        return certificate(CA);
    }

    /** The certificate of this name. */
    public Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    /** Its private key. */
    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** Puts certificate and key of this name where a server reads them. */
    public void install(String name, Path certificate, Path key) {
        try {
            write(certificate, Files.readString(certificate(name)));
            write(key, Files.readString(key(name)));
        } catch (IOException e) {
            throw new UncheckedIOException("certificate " + name, e);
        }
    }

    private Path keyStore() {
        return folder.resolve("all.p12");
    }

    private void generate(String name, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-keystore",
                keyStore().toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        List<String> options = List.of(more);
        command.addAll(options);
        if (!options.contains("-dname")) {
            command.addAll(List.of("-dname", "CN=elector test " + name));
        }
        if (!options.contains("-validity")) {
            command.addAll(List.of("-validity", "30"));
        }
        try {
            Path said = folder.resolve("keytool.log");
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IllegalStateException("keytool made no certificate " + name + ": " + Files.readString(said));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("keytool", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while keytool ran", e);
        }
    }

    /** Servers refuse keys that others can read. */
    private static void write(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, content);
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }
}
