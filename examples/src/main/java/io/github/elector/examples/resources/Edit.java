// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has to be written to the rows of one kind and mesh; each row at most once.
 *
 * @param upserts rows that are new or differ
 * @param deletes rows that are gone
 * @param unchanged how many were looked at for nothing
 */
record Edit(List<Resource> upserts, List<Change.Delete> deletes, int unchanged) {
    /**
     * Makes the rows equal to a list that has all there is, except what it does not know. The list wins also over a newer
     * revision.
     *
     * @param listed what is in the list, by name
     */
    static Edit reconcile(Map<String, StoredRow> stored, Map<String, Resource> listed, Inventory inventory) {
        List<Resource> upserts = new ArrayList<>();
        for (Resource resource : listed.values()) {
            StoredRow row = stored.get(resource.key().name());
            if (row == null || !row.holds(resource)) {
                upserts.add(resource);
            }
        }
        List<Change.Delete> deletes = new ArrayList<>();
        for (String name : stored.keySet()) {
            if (!listed.containsKey(name) && !inventory.unknown().test(name)) {
                ResourceKey key = new ResourceKey(inventory.kind(), inventory.mesh(), name);
                deletes.add(new Change.Delete(key, inventory.revision()));
            }
        }
        return new Edit(upserts, deletes, listed.size() - upserts.size());
    }

    /** Applies changes in their order, without those that are not newer than what is stored or came before. */
    static Edit apply(Map<String, StoredRow> stored, Collection<Change> changes) {
        Map<String, Change> newest = new LinkedHashMap<>();
        for (Change change : changes) {
            StoredRow row = stored.get(change.key().name());
            if (row == null || change.revision() > row.revision()) {
                newest.merge(
                        change.key().name(),
                        change,
                        (before, after) -> after.revision() > before.revision() ? after : before);
            }
        }
        List<Resource> upserts = new ArrayList<>();
        List<Change.Delete> deletes = new ArrayList<>();
        for (Change change : newest.values()) {
            if (change instanceof Change.Upsert upsert) {
                upserts.add(upsert.resource());
            } else if (change instanceof Change.Delete delete
                    && stored.containsKey(delete.key().name())) {
                deletes.add(delete);
            }
        }
        return new Edit(upserts, deletes, changes.size() - upserts.size() - deletes.size());
    }

    /** By name, the newest of each; all have to be of this kind and mesh. */
    static Map<String, Resource> byName(Collection<Resource> listed, ResourceKind kind, String mesh) {
        Map<String, Resource> byName = new LinkedHashMap<>();
        for (Resource resource : listed) {
            ResourceKey key = resource.key();
            if (!key.kind().equals(kind) || !key.mesh().equals(mesh)) {
                throw new IllegalArgumentException(
                        "a list of kind '" + kind + "' and mesh '" + mesh + "' holds " + key + ": list each by itself");
            }
            byName.merge(key.name(), resource, (one, other) -> other.revision() > one.revision() ? other : one);
        }
        return byName;
    }

    Written written() {
        return new Written(upserts.size(), deletes.size(), unchanged);
    }

    static Set<String> names(Collection<Change> changes) {
        Set<String> names = new LinkedHashSet<>();
        changes.forEach(change -> names.add(change.key().name()));
        return names;
    }
}
