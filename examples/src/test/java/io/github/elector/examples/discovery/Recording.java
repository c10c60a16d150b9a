// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.discovery.RegistryTree.Node;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What real providers wrote into a registry, as {@link DubboProviderTest} recorded it: {@code dubbo.json}, which says what was
 * replaced and how it is made anew.
 */
final class Recording {
    static final String ADDRESS = "10.1.2.3";
    static final String COMMAND =
            "mvn package -pl examples -am -Dtest=DubboProviderTest -Dsurefire.failIfNoSpecifiedTests=false -Delector.dubbo.record=true";

    private static final String FILE = "dubbo.json";
    private static final Path SOURCE =
            Path.of("src", "test", "resources", "io", "github", "elector", "examples", "discovery", FILE);
    private static final JsonObject REPLACED = new JsonObject()
            .put("address of the host", ADDRESS)
            .put("ports", "20880 and 20881")
            .put("timestamp", "1764115200123")
            .put("registrationTimeUTC", "1764115200456")
            .put("digests of 32 hexadecimal digits", "0123456789abcdef0123456789abcdef")
            .put("pid", "4711")
            .put("order of the applications of a mapping", "alphabetical")
            .put("folder of the classes", "file:/provider/");

    private Recording() {}

    /** The nodes, in the order of their paths. */
    static List<Node> read() {
        try (InputStream file = Objects.requireNonNull(Recording.class.getResourceAsStream(FILE), FILE)) {
            JsonObject recording = new JsonObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            return recording.getJsonArray("nodes").stream()
                    .map(JsonObject.class::cast)
                    .map(node -> new Node(node.getString("path"), node.getBoolean("ephemeral"), node.getString("data")))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Puts these in the place of what was recorded before. */
    static void write(String dubbo, List<Node> nodes) throws IOException {
        JsonArray array = new JsonArray();
        nodes.forEach(node -> array.add(new JsonObject()
                .put("path", node.path())
                .put("ephemeral", node.ephemeral())
                .put("data", node.data())));
        JsonObject recording = new JsonObject()
                .put("what", "Written by Dubbo " + dubbo + ", two providers of which one is a consumer too")
                .put("command", COMMAND)
                .put("replaced", REPLACED)
                .put("nodes", array);
        Files.writeString(SOURCE, recording.encodePrettily() + "\n", StandardCharsets.UTF_8);
    }

    /** Nodes as they are recorded: with everything replaced that is another each time. */
    static List<Node> normalized(List<Node> nodes, Map<Integer, Integer> ports, String classes) {
        String address = nodes.stream()
                .map(Node::path)
                .filter(path -> path.matches("/services/[^/]+/[^/]+:\\d+"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf(':')))
                .findFirst()
                .orElse(ADDRESS);
        return nodes.stream()
                .map(node -> new Node(
                        normalized(node.path(), address, ports, classes),
                        node.ephemeral(),
                        inOrder(node.path(), normalized(node.data(), address, ports, classes))))
                .toList();
    }

    private static String normalized(String text, String address, Map<Integer, Integer> ports, String classes) {
        String normal = text.replaceAll("(\"registrationTimeUTC\":)\\d{13}", "$11764115200456")
                .replaceAll("(timestamp(?:%3D|\":\"))\\d{13}", "$11764115200123")
                .replaceAll("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", "0123456789abcdef0123456789abcdef")
                .replaceAll("(pid(?:%3D|\":\"))\\d+", "$14711")
                .replace(address, ADDRESS)
                .replace(classes, "file:/provider/");
        for (Map.Entry<Integer, Integer> port : ports.entrySet()) {
            normal = normal.replaceAll("(?<!\\d)" + port.getKey() + "(?!\\d)", "" + port.getValue());
        }
        // The data of a parent, which is also on hosts with several.
        return normal.matches("[0-9a-fA-F]+([.:][0-9a-fA-F]*)+") ? ADDRESS : normal;
    }

    private static String inOrder(String path, String data) {
        return path.startsWith("/dubbo/mapping/")
                ? Stream.of(data.split(",", -1)).sorted().collect(Collectors.joining(","))
                : data;
    }

    /**
     * By path, in a form that is equal if the nodes say the same: keys and elements of JSON are in whatever order, and
     * whether the host knows an address of its own is nobody's business.
     */
    static Map<String, String> comparable(List<Node> nodes) {
        Map<String, String> comparable = new TreeMap<>();
        nodes.forEach(node -> comparable.put(
                (node.ephemeral() ? "ephemeral " : "persistent ") + node.path(),
                node.data().equals(ADDRESS) ? "" : String.valueOf(sorted(node.data()))));
        return comparable;
    }

    private static Object sorted(Object value) {
        if (value instanceof JsonObject object) {
            Map<String, Object> sorted = new TreeMap<>();
            object.forEach(entry -> sorted.put(entry.getKey(), sorted(entry.getValue())));
            return sorted;
        }
        if (value instanceof JsonArray array) {
            return array.stream()
                    .map(Recording::sorted)
                    .map(String::valueOf)
                    .sorted()
                    .toList();
        }
        try {
            return value instanceof String text && text.startsWith("{") ? sorted(new JsonObject(text)) : value;
        } catch (DecodeException text) {
            return value;
        }
    }
}
