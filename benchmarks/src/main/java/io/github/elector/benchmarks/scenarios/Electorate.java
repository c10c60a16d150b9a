// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** So many replicas of one contender that campaign for one component. Whoever fails is out, with that as its figure. */
final class Electorate implements AutoCloseable {
    private final Peer peer;
    private final int replicas;
    private final Times times;
    private final String component = Field.fresh("replicas");
    private final Link link;
    private final JsonObject figures = new JsonObject();
    private final Latencies takeover = new Latencies();
    private final AskedOverTime asked = new AskedOverTime();
    private @Nullable MemberProcess leader;
    private @Nullable MemberProcess others;
    private long restNanos;
    private long restAsked;
    private long killedNanos;
    private long electedNanos;

    Electorate(Peer peer, int replicas, Field field) {
        this.peer = peer;
        this.replicas = replicas;
        this.times = peer.nearest(field.lease());
        this.link = Link.to(peer, field.servers().of(peer));
        figures.put("replicas", replicas).put("leaseMillis", times.lease().toMillis());
    }

    /** One is elected; then the others come. */
    void gather() {
        attempt(() -> {
            MemberProcess first = MemberProcess.open(peer, link.address(), times, true);
            leader = first;
            first.ask("campaign", component, 1);
            if (first.next("elected", times.lease().multipliedBy(2)) == null) {
                throw new IllegalStateException(peer.title() + " elects no leader to take over from");
            }
            MemberProcess crowd = MemberProcess.open(peer, link.address(), times, true, replicas - 1);
            others = crowd;
            crowd.ask("campaign", component, 1);
        });
    }

    /** See {@link Link#checkCounted}. */
    void checkCounted() {
        if (!hasFailed()) {
            link.checkCounted();
        }
    }

    void beginRest() {
        restNanos = System.nanoTime();
        restAsked = link.asked();
    }

    void endRest() {
        if (!hasFailed()) {
            double seconds = (System.nanoTime() - restNanos) / 1e9;
            figures.put("seconds", seconds).put("askedPerSecond", (link.asked() - restAsked) / seconds);
        }
    }

    void read() {
        asked.read(System.nanoTime(), link.asked());
    }

    void kill() {
        if (!hasFailed() && leader != null && others != null) {
            others.drain();
            killedNanos = leader.kill();
        }
    }

    void awaitSuccessor() {
        if (hasFailed() || others == null) {
            return;
        }
        long until = killedNanos + times.lease().multipliedBy(2).plusSeconds(10).toNanos();
        JsonObject elected = others.next("elected", Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        if (elected == null) {
            takeover.recordUnfinished(until - killedNanos);
            electedNanos = until;
        } else {
            electedNanos = elected.getLong("nanos");
            takeover.record(electedNanos - killedNanos);
        }
    }

    /** How much was asked in the busiest such time, from the kill until so long after an election. */
    void judge(Duration time, Duration afterwards) {
        if (!hasFailed()) {
            figures.put("busiestSecond", asked.most(time, killedNanos, electedNanos + afterwards.toNanos()))
                    .put("takeover", takeover.toJson());
        }
    }

    JsonObject figures() {
        return figures;
    }

    private boolean hasFailed() {
        return figures.containsKey("failure");
    }

    private void attempt(Runnable act) {
        try {
            act.run();
        } catch (RuntimeException failed) {
            figures.put("failure", String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public void close() {
        if (leader != null) {
            leader.close();
        }
        if (others != null) {
            others.close();
        }
        link.close();
    }

    @Override
    public String toString() {
        return replicas + " of " + peer.title() + ", "
                + (hasFailed() ? figures.getString("failure") : (electedNanos - killedNanos) / 1_000_000 + " ms");
    }
}
