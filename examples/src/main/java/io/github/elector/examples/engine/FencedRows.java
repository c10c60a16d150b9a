// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.examples.engine.source.Delta;
import io.github.elector.examples.engine.source.InstanceKey;
import io.github.elector.examples.engine.source.Listing;
import io.github.elector.examples.engine.source.RuntimeInstance;
import io.github.elector.examples.resources.Change;
import io.github.elector.examples.resources.Resource;
import io.github.elector.examples.resources.ResourceKey;
import io.github.elector.examples.resources.ResourceWriter;
import io.github.elector.examples.resources.Written;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of {@code runtime_instances}, written through the fence of one term. On one context.
 *
 * <p>A list is one transaction for each mesh: those in the list, and those that only have rows, whose last instance went
 * while nobody led.
 */
final class FencedRows implements InstanceRows {
    private final Context context;
    private final Term term;
    private final ResourceWriter writer;

    FencedRows(Context context, Term term, ResourceWriter writer) {
        this.context = context;
        this.term = term;
        this.writer = writer;
    }

    @Override
    public Future<Written> reconcile(Listing listing) {
        return writer.meshes(term, RuntimeInstance.KIND)
                .compose(stored -> context.executeBlocking(() -> byMesh(listing, stored), false))
                .compose(meshes -> {
                    Future<Written> all = Future.succeededFuture(Written.NOTHING);
                    for (Map.Entry<String, List<Resource>> mesh : meshes.entrySet()) {
                        all = all.compose(before -> reconcile(mesh.getKey(), mesh.getValue(), listing.revision())
                                .map(before::plus));
                    }
                    return all;
                });
    }

    @Override
    public Future<Written> apply(List<Delta> deltas) {
        List<Change> changes = new ArrayList<>();
        for (Delta delta : deltas) {
            if (delta instanceof Delta.Upserted upserted) {
                changes.add(new Change.Upsert(upserted.instance().toResource()));
            } else if (delta instanceof Delta.Deleted deleted) {
                InstanceKey key = deleted.key();
                changes.add(Change.delete(
                        new ResourceKey(RuntimeInstance.KIND, key.mesh(), key.name()), deleted.revision()));
            }
        }
        return writer.apply(term, changes);
    }

    private Future<Written> reconcile(String mesh, List<Resource> resources, long revision) {
        return term.isValid()
                ? writer.reconcile(term, RuntimeInstance.KIND, mesh, resources, revision)
                : Future.failedFuture(new TermOverException(term.id(), "while it wrote a list"));
    }

    /** Takes its time for thousands, so not on the event loop. */
    private static Map<String, List<Resource>> byMesh(Listing listing, Collection<String> stored) {
        Map<String, List<Resource>> meshes = new LinkedHashMap<>();
        stored.forEach(mesh -> meshes.put(mesh, new ArrayList<>()));
        for (RuntimeInstance instance : listing.instances()) {
            meshes.computeIfAbsent(instance.key().mesh(), mesh -> new ArrayList<>())
                    .add(instance.toResource());
        }
        return meshes;
    }
}
