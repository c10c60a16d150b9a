// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.Settings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The file that tells clients of Kubernetes which server to use and who they are, as far as it is needed for that: server,
 * authority, token, client certificate. What it asks for beyond that is refused rather than left out.
 *
 * <p>No message has anything of what stands in the file but names of keys.
 */
final class Kubeconfig {
    private static final List<String> PLUG_INS = List.of("exec", "auth-provider");
    private static final List<String> NOT_FOR_CLUSTERS = List.of("proxy-url", "tls-server-name");
    private static final List<String> NOT_FOR_USERS = List.of("username", "password", "as", "as-uid", "as-groups");

    /** Without aliases, which no kubeconfig needs, and by which something can hold itself. */
    private static final LoadSettings YAML = LoadSettings.builder()
            .setLabel("kubeconfig")
            .setMaxAliasesForCollections(0)
            .build();

    private final Path file;

    private Kubeconfig(Path file) {
        this.file = file;
    }

    /**
     * The server and user of a context in this file. Reads files and blocks for that.
     *
     * @param context its name; that of {@code current-context} if it is empty
     * @throws IllegalArgumentException if it cannot be used; the message names the file, the key and what to do
     */
    static ApiServer read(Path file, Optional<String> context) {
        return new Kubeconfig(file).server(context);
    }

    private ApiServer server(Optional<String> named) {
        Settings top = new Settings(file.toString(), json());
        String context = named.or(() -> top.text("current-context"))
                .orElseThrow(() -> refusal("current-context", "is missing: name a context there, or set context"));
        Settings chosen = entry(top, "contexts", "context", context);
        Settings cluster = entry(top, "clusters", "cluster", required(chosen, "cluster"));
        Settings user = chosen.text("user")
                .map(name -> entry(top, "users", "user", name))
                .orElse(new Settings(chosen.named("user"), new JsonObject()));
        refuse(cluster, NOT_FOR_CLUSTERS, "is not supported here: remove it, or use a cluster without it");
        refuse(
                user,
                PLUG_INS,
                "would run a program, which is not done here: make a token (kubectl create token) and set it as token");
        refuse(user, NOT_FOR_USERS, "is not supported here: use token, or client-certificate-data and client-key-data");
        if (Boolean.TRUE.equals(cluster.json().getValue("insecure-skip-tls-verify"))) {
            throw new IllegalArgumentException(cluster.named("insecure-skip-tls-verify")
                    + " would trust anybody: remove it and set certificate-authority-data");
        }
        URI uri = ApiServer.uri(cluster.named("server"), required(cluster, "server"));
        return new ApiServer(
                uri,
                bytes(cluster, "certificate-authority").map(pem -> certificate(cluster, "certificate-authority", pem)),
                token(user),
                own(user));
    }

    private Token token(Settings user) {
        Optional<String> text = user.text("token");
        if (text.isPresent()) {
            try {
                return Token.of(text.get());
            } catch (IllegalArgumentException unusable) {
                throw new IllegalArgumentException(user.named("token") + ": " + unusable.getMessage(), unusable);
            }
        }
        return user.text("tokenFile").map(path -> Token.in(resolve(path))).orElse(Token.NONE);
    }

    private Optional<ClientCertificate> own(Settings user) {
        Optional<Buffer> certificate =
                bytes(user, "client-certificate").map(pem -> certificate(user, "client-certificate", pem));
        Optional<Buffer> key = bytes(user, "client-key");
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    user.named(certificate.isPresent() ? "client-key-data" : "client-certificate-data")
                            + " is missing: a client certificate and its key come together");
        }
        if (key.isPresent() && !key.get().toString(StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----")) {
            throw new IllegalArgumentException(user.named("client-key") + " holds no private key in PEM: give one");
        }
        return certificate.map(pem -> new ClientCertificate(pem, key.orElseThrow()));
    }

    private static Buffer certificate(Settings part, String key, Buffer pem) {
        if (!pem.toString(StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")) {
            throw new IllegalArgumentException(part.named(key) + " holds no certificate in PEM: give one");
        }
        return pem;
    }

    /** What stands in the file itself comes before what it refers to, as documented. */
    private Optional<Buffer> bytes(Settings part, String key) {
        Optional<String> data = part.text(key + "-data");
        if (data.isPresent()) {
            try {
                return Optional.of(
                        Buffer.buffer(Base64.getDecoder().decode(data.get().replaceAll("\\s", ""))));
            } catch (IllegalArgumentException notBase64) {
                throw new IllegalArgumentException(part.named(key + "-data") + " is not Base64: encode the PEM file");
            }
        }
        return part.text(key).map(path -> {
            try {
                return Buffer.buffer(Files.readAllBytes(resolve(path)));
            } catch (IOException unreadable) {
                throw new IllegalArgumentException(
                        part.named(key) + " names a file that cannot be read: is it there, and may this user read it?");
            }
        });
    }

    /** A path in it begins at its folder. */
    private Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path);
    }

    private Settings entry(Settings top, String list, String part, String name) {
        if (top.json().getValue(list) instanceof JsonArray entries) {
            for (Object each : entries) {
                if (each instanceof JsonObject entry && name.equals(entry.getValue("name"))) {
                    return new Settings(top.named(list), entry).part(part);
                }
            }
        }
        throw refusal(list, "has no entry of the name that is asked for: add it, or name one that is there");
    }

    private static String required(Settings part, String key) {
        return part.text(key).orElseThrow(() -> new IllegalArgumentException(part.named(key) + " is missing: set it"));
    }

    private static void refuse(Settings part, List<String> keys, String why) {
        for (String key : keys) {
            if (part.json().getValue(key) != null) {
                throw new IllegalArgumentException(part.named(key) + " " + why);
            }
        }
    }

    private JsonObject json() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "kubeconfig " + file + " cannot be read: is it there, is it text, and may this user read it?");
        }
        try {
            Object loaded = new Load(YAML).loadFromString(text);
            if (loaded instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
                return plain(map);
            }
        } catch (MarkedYamlEngineException notYaml) {
            // Its message shows the line, with whatever stands there.
            throw refusal(
                    "line " + notYaml.getProblemMark().map(Mark::getLine).orElse(0),
                    "(counted from 0) is no YAML: mend it");
        } catch (YamlEngineException notYaml) {
            throw refusal("the file", "is no YAML: mend it");
        }
        throw refusal("the file", "is no mapping of keys: is it a kubeconfig?");
    }

    /** Keys of any kind as texts. */
    private static JsonObject plain(Map<?, ?> map) {
        JsonObject json = new JsonObject();
        map.forEach((key, value) -> json.put(String.valueOf(key), plainValue(value)));
        return json;
    }

    private static @Nullable Object plainValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return plain(map);
        }
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(each -> array.add(plainValue(each)));
            return array;
        }
        return value;
    }

    private IllegalArgumentException refusal(String key, String why) {
        return new IllegalArgumentException("kubeconfig " + file + ": " + key + " " + why);
    }
}
