// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.resources.Change;
import io.github.elector.examples.resources.Resource;
import io.github.elector.examples.resources.ResourceKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes resources out of nodes. A node that cannot be understood is skipped: there is no resource then, also if there was
 * one when the node said something else. One that may not be read is skipped too, but of what it says, or what is below
 * it, nothing is known: whatever is stored stays.
 */
final class RegistryReader {
    /** All kinds there are. */
    static final List<RegistryKind> KINDS = List.of(
            new ApplicationInstances(),
            new ServiceMappings(),
            new ServiceMetadata(),
            new Configurations(),
            new InterfaceProviders());

    /** What has to be watched to see all of them. */
    static final List<String> BASES = List.of("/services", "/dubbo");

    private final String mesh;
    private final SkippedNodes skipped;

    RegistryReader(String mesh, SkippedNodes skipped) {
        this.mesh = mesh;
        this.skipped = skipped;
    }

    /**
     * Everything of one kind.
     *
     * @param resources all that were understood
     * @param hidden where there may be more that may not be read
     * @param zxid of the latest change that was seen
     */
    record Listed(List<Resource> resources, Hidden hidden, long zxid) {}

    Future<Listed> list(RegistrySession session, RegistryKind kind) {
        List<Resource> resources = new ArrayList<>();
        Hidden hidden = new Hidden(kind);
        return TreeList.of(session, kind, node -> understand(kind, node).ifPresent(resources::add), below -> {
                    hidden.add(below);
                    skipForbidden(NodePath.join(kind.base(), below));
                })
                .map(zxid -> new Listed(resources, hidden, zxid));
    }

    /** What became of these nodes, of which the last event had this zxid; nothing of those that are of no kind. */
    Future<List<Change>> read(RegistrySession session, Map<String, Long> changed) {
        List<Future<Optional<Change>>> reading = new ArrayList<>();
        changed.forEach((path, zxid) -> kindOf(path)
                .ifPresent(kind -> reading.add(session.read(path)
                        .map(node -> change(kind, path, zxid, node))
                        .recover(failure -> unchangedIfForbidden(path, failure)))));
        return Future.all(reading)
                .map(all -> all.<Optional<Change>>list().stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    private Future<Optional<Change>> unchangedIfForbidden(String path, Throwable failure) {
        if (!RegistrySession.isForbidden(failure)) {
            return Future.failedFuture(failure);
        }
        skipForbidden(path);
        return Future.succeededFuture(Optional.empty());
    }

    private void skipForbidden(String path) {
        skipped.skip(path, "may not be read by us");
    }

    private Optional<Change> change(RegistryKind kind, String path, long zxid, Optional<RegistryNode> node) {
        if (node.isPresent()) {
            Optional<Change> upsert = understand(kind, node.get()).map(Change.Upsert::new);
            return upsert.isPresent() ? upsert : delete(kind, path, node.get().revision());
        }
        return delete(kind, path, zxid);
    }

    /** Nothing if its name is bad: then it never was a resource. */
    private Optional<Change> delete(RegistryKind kind, String path, long zxid) {
        try {
            return Optional.of(Change.delete(key(kind, path), zxid));
        } catch (BadNodeException | IllegalArgumentException neverStored) {
            return Optional.empty();
        }
    }

    private Optional<Resource> understand(RegistryKind kind, RegistryNode node) {
        try {
            Resource resource = new Resource(
                    key(kind, node.path()), node.revision(), kind.data(below(kind, node.path()), node.text()));
            skipped.understood(node.path());
            return Optional.of(resource);
        } catch (BadNodeException | IllegalArgumentException bad) {
            skipped.skip(node.path(), String.valueOf(bad.getMessage()));
            return Optional.empty();
        } catch (RuntimeException unforeseen) {
            // Whatever it is, it costs this node only.
            skipped.skip(node.path(), "caused " + unforeseen.getClass().getName());
            return Optional.empty();
        }
    }

    private ResourceKey key(RegistryKind kind, String path) {
        return new ResourceKey(kind.kind(), mesh, kind.name(below(kind, path)));
    }

    private static Optional<RegistryKind> kindOf(String path) {
        return KINDS.stream()
                .filter(kind ->
                        NodePath.below(kind.base(), path).filter(kind::accepts).isPresent())
                .findFirst();
    }

    private static List<String> below(RegistryKind kind, String path) {
        return NodePath.below(kind.base(), path).orElseThrow();
    }
}
