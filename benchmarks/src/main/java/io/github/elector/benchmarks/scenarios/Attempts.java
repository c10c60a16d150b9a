// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What is done with one contender. Whoever fails is out, with that as its figure, and the others have theirs. One thread at a time. */
final class Attempts {
    private @Nullable String failure;

    /** Unless something has failed before. */
    void run(Runnable act) {
        if (failure != null) {
            return;
        }
        try {
            act.run();
        } catch (RuntimeException failed) {
            failure = String.valueOf(failed.getMessage());
        }
    }

    boolean haveFailed() {
        return failure != null;
    }

    /** Adds the failure to these figures, if there is one. */
    JsonObject tell(JsonObject figures) {
        return failure == null ? figures : figures.put("failure", failure);
    }
}
