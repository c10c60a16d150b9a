// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Times;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;

/** What takeovers of one contender took. Any thread. */
final class TakeoverFigures {
    final Latencies afterKill = new Latencies();
    /** After a kill, from the last heartbeat; nothing where no server tells it. */
    final Latencies afterHeartbeat = new Latencies();

    final Latencies afterStop = new Latencies();
    final Latencies afterCut = new Latencies();
    /** How long the old leader took itself for one after it was woken. */
    final Latencies belief = new Latencies();
    /** How long the old leader behind a cut link took itself for one beside the new one. */
    final Latencies overlap = new Latencies();
    /** How many leaders lost their lease to a standby before anything was done to them. */
    final AtomicInteger lostUnprovoked = new AtomicInteger();

    JsonObject toJson(Times times) {
        JsonObject json = new JsonObject()
                .put("leaseMillis", times.lease().toMillis())
                .put("afterKill", afterKill.toJson())
                .put("afterStop", afterStop.toJson())
                .put("belief", belief.toJson())
                .put("afterCut", afterCut.toJson())
                .put("overlap", overlap.toJson())
                .put("lostUnprovoked", lostUnprovoked.get());
        if (afterHeartbeat.rounds() > 0) {
            json.put("afterHeartbeat", afterHeartbeat.toJson());
        }
        return json;
    }
}
