// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.Delta;
import io.github.elector.examples.engine.source.RuntimeInstance;
import io.github.elector.examples.engine.source.Skips;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a watch mean for instances. A pod can become one of ours, cease to be, or become another one, by
 * an edit of its labels; and most of what happens to a pod changes nothing that we know of it.
 */
final class PodChanges {
    private final PodReader reader;
    private final Skips skips;
    private final Map<String, RuntimeInstance> known;
    private final Consumer<Delta> deltas;

    /** {@code known} are the instances of the list by their pods; it is kept up to date. */
    PodChanges(PodReader reader, Skips skips, Map<String, RuntimeInstance> known, Consumer<Delta> deltas) {
        this.reader = reader;
        this.skips = skips;
        this.known = known;
        this.deltas = deltas;
    }

    Skips skips() {
        return skips;
    }

    /** Nothing happened until then. */
    void bookmark(long revision) {
        deltas.accept(new Delta.Progress(revision));
    }

    /** A pod is there, new or changed. */
    void present(JsonObject json, long revision) {
        Pod pod = new Pod(json);
        String name = pod.name().orElse("without a name");
        Optional<RuntimeInstance> now = instance(pod, name);
        RuntimeInstance before = known.get(name);
        boolean isAnother = before != null && !now.map(RuntimeInstance::key).equals(Optional.of(before.key()));
        if (isAnother) {
            gone(name, revision);
        }
        if (now.isPresent() && !isSame(before, now.get())) {
            known.put(name, now.get());
            deltas.accept(new Delta.Upserted(now.get()));
        } else if (!isAnother) {
            bookmark(revision);
        }
    }

    /** A pod is not there any more. */
    void absent(JsonObject json, long revision) {
        String name = new Pod(json).name().orElse("");
        skips.forget("pod " + name);
        if (!gone(name, revision)) {
            bookmark(revision);
        }
    }

    private boolean gone(String name, long revision) {
        RuntimeInstance before = known.remove(name);
        if (before != null) {
            deltas.accept(new Delta.Deleted(before.key(), revision));
        }
        return before != null;
    }

    private Optional<RuntimeInstance> instance(Pod pod, String name) {
        try {
            return reader.instance(pod);
        } catch (IllegalArgumentException unusable) {
            skips.skip(PodListWatch.WRONG_POD, "pod " + name, String.valueOf(unusable.getMessage()));
            return Optional.empty();
        }
    }

    private static boolean isSame(@Nullable RuntimeInstance before, RuntimeInstance now) {
        return before != null && before.key().equals(now.key()) && before.data().equals(now.data());
    }
}
