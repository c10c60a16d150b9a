// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.discovery.RegistryTree.Node;
import java.util.List;

/** What Dubbo writes into a registry, as it was recorded. */
final class Fixture {
    private static final List<Node> RECORDED = Recording.read();
    private static final String INSTANCE = data("/services/demo-provider/10.1.2.3:20880");

    private Fixture() {}

    /** The JSON of an instance of this application, there. */
    static String instance(String app, String ip, int port) {
        return INSTANCE.replace("demo-provider", app).replace("10.1.2.3", ip).replace("20880", Integer.toString(port));
    }

    /** The metadata of a provider of {@code com.acme.Outer$Greeter}. */
    static String metadata() {
        return data("/dubbo/metadata/com.acme.Outer%24Greeter/provider/demo-provider");
    }

    /** The name of the node of a provider of {@code com.acme.Outer$Greeter}, without version and group. */
    static String provider() {
        String parent = "/dubbo/com.acme.Outer%24Greeter/providers/";
        return RECORDED.stream()
                .map(Node::path)
                .filter(path -> path.startsWith(parent) && path.contains("demo-provider") && !path.contains("group"))
                .map(path -> path.substring(parent.length()))
                .findFirst()
                .orElseThrow();
    }

    /** What the node there holds. */
    static String data(String path) {
        return RECORDED.stream()
                .filter(node -> node.path().equals(path))
                .findFirst()
                .orElseThrow()
                .data();
    }
}
