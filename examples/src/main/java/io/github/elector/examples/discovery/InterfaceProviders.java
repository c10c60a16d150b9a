// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.resources.ResourceKind;
import io.github.elector.examples.resources.ResourceTable;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Providers of single interfaces: {@code /dubbo/IFACE/providers/URL}, where the URL is percent-encoded and says everything.
 * For applications that register by interface only; most register both ways. The nodes are ephemeral.
 */
final class InterfaceProviders implements RegistryKind {
    private static final ResourceKind KIND = new ResourceKind("provider", ResourceTable.REGISTRY_RESOURCES);
    private static final Set<String> OTHER_KINDS = Set.of("mapping", "metadata", "config");
    private static final int DIGEST_BYTES = 8;

    @Override
    public ResourceKind kind() {
        return KIND;
    }

    @Override
    public String base() {
        return "/dubbo";
    }

    @Override
    public boolean accepts(List<String> below) {
        return below.size() == 3 && isProviders(below);
    }

    @Override
    public boolean descends(List<String> below) {
        return switch (below.size()) {
            case 0 -> true;
            case 1 -> !OTHER_KINDS.contains(below.get(0));
            case 2 -> isProviders(below);
            default -> false;
        };
    }

    /**
     * The URL is too long for a key, and what is short of it is not enough: an instance that was killed and starts again is
     * there twice, until the session of the first expires. So the name ends with a digest.
     */
    @Override
    public String name(List<String> below) {
        ProviderUrl url = ProviderUrl.parse(PercentEncoding.decode(below.get(2)));
        return below.get(0) + "/" + url.protocol() + "/" + url.host() + ":" + url.port() + "/" + digest(below.get(2));
    }

    /** All of an interface are in one folder. */
    @Override
    public String namesBelow(List<String> below) {
        return below.isEmpty() ? "" : below.get(0) + "/";
    }

    @Override
    public JsonObject data(List<String> below, String text) {
        ProviderUrl url = ProviderUrl.parse(PercentEncoding.decode(below.get(2)));
        JsonObject data = new JsonObject()
                .put(
                        "app",
                        url.parameter("application").orElseThrow(() -> new BadNodeException("names no application")))
                .put("ip", url.host())
                .put("port", url.port())
                .put("protocol", url.protocol())
                .put("interface", url.path());
        JsonObject parameters = new JsonObject();
        url.parameters().forEach(parameters::put);
        return data.put("parameters", parameters);
    }

    private static boolean isProviders(List<String> below) {
        return below.get(1).equals("providers") && !OTHER_KINDS.contains(below.get(0));
    }

    private static String digest(String name) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
