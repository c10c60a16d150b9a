// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.cluster.Cluster;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A way to lose a leader, and what makes it whole again. */
enum Loss {
    /** It dies in the middle of whatever it does. */
    KILL("kill -9", "is killed with kill -9") {
        @Override
        CompletableFuture<?> inflict(Cluster cluster, String node, Duration outage) {
            cluster.replica(node).kill();
            return cluster.ended(node);
        }

        @Override
        void repair(Cluster cluster, String node) {
            cluster.start(node);
        }
    },
    /** It stands still, and goes on later as if nothing had happened. */
    FREEZE("SIGSTOP", "is frozen with SIGSTOP for longer than its lease") {
        @Override
        CompletableFuture<?> inflict(Cluster cluster, String node, Duration outage) {
            return cluster.replica(node).freeze(outage);
        }

        @Override
        void repair(Cluster cluster, String node) {
            // It was woken already.
        }
    },
    /** It is asked to end, and hands over. */
    TERMINATE("SIGTERM", "is told to stop with SIGTERM") {
        @Override
        CompletableFuture<?> inflict(Cluster cluster, String node, Duration outage) {
            cluster.replica(node).terminate();
            return cluster.ended(node);
        }

        @Override
        void repair(Cluster cluster, String node) {
            cluster.start(node);
        }
    },
    /** It runs, and nothing goes to the database or comes from it any more: no packet, no reset. */
    CUT("cut off", "is cut off from the database, silently") {
        @Override
        CompletableFuture<?> inflict(Cluster cluster, String node, Duration outage) {
            cluster.line(node).pause();
            return new CompletableFuture<Void>().completeOnTimeout(null, outage.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        void repair(Cluster cluster, String node) {
            cluster.line(node).resume();
        }
    };

    private final String title;
    private final String sentence;

    Loss(String title, String sentence) {
        this.title = title;
        this.sentence = sentence;
    }

    /** For a column of a table. */
    String title() {
        return title;
    }

    /** What happens to the replica, with its name before it. */
    String sentence() {
        return sentence;
    }

    /** Does it; completes when the outage is over and the replica can be repaired. */
    abstract CompletableFuture<?> inflict(Cluster cluster, String node, Duration outage);

    /** Makes the replica take part again. */
    abstract void repair(Cluster cluster, String node);
}
