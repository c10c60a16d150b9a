// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process that leads so many components, or is to. */
public final class Leading implements AutoCloseable {
    /** How long it may take until it leads them all. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private final int size;
    private final @Nullable Link link;
    private final MemberProcess member;
    private final JsonObject figures = new JsonObject();
    private CpuReading cpu = new CpuReading(Map.of());
    private long nanos;
    private long asked;
    private int ended;

    private Leading(Peer peer, int size, Field field, @Nullable Link link) {
        this.size = size;
        this.link = link;
        String server = link == null ? field.servers().of(peer) : link.address();
        this.member = MemberProcess.open(peer, server, peer.nearest(field.lease()), false);
    }

    /** One whose requests are not counted, so that nothing is between it and its server. */
    static Leading uncounted(Peer peer, int size, Field field) {
        return new Leading(peer, size, field, null);
    }

    /** One whose requests are counted on their way. */
    static Leading counted(Peer peer, int size, Field field) {
        Link link = Link.to(peer, field.servers().of(peer));
        try {
            return new Leading(peer, size, field, link);
        } catch (RuntimeException unopened) {
            link.close();
            throw unopened;
        }
    }

    /**
     * Campaigns for all; what it took from opening the contender.
     *
     * @throws IllegalStateException if not all are elected in time, or it fails
     */
    long elect() {
        long before = asked();
        long begun = member.ask("campaign", Field.fresh("many"), size).getLong("nanos");
        JsonObject all = member.next("all", PATIENCE);
        if (all == null) {
            throw new IllegalStateException("it leads "
                    + member.ask("count", "", 0).getInteger("led") + " of " + size + " after " + PATIENCE.toSeconds()
                    + " s");
        }
        figures.put("askedToElect", asked() - before);
        return member.openNanos() + all.getLong("nanos") - begun;
    }

    void begin() {
        ended = member.ask("count", "", 0).getInteger("ended");
        cpu = member.cpu();
        asked = asked();
        nanos = System.nanoTime();
    }

    void end() {
        long now = System.nanoTime();
        CpuReading used = member.cpu();
        double seconds = (now - nanos) / 1e9;
        figures.put("seconds", seconds)
                .put("askedPerSecond", (asked() - asked) / seconds)
                .put("cpuMillisPerSecond", used.nanosSince(cpu) / 1e6 / seconds)
                .put("compilingMillisPerSecond", used.compilingNanosSince(cpu) / 1e6 / seconds)
                .put("threads", used.threads())
                .put("cpuMillisPerSecondByThread", used.busiestSince(cpu, seconds));
        JsonObject heap = member.ask("heap", "", 0);
        figures.put("led", heap.getInteger("led"))
                .put("lost", heap.getInteger("ended") - ended)
                .put("heapBytes", heap.getLong("heapBytes"));
    }

    JsonObject figures() {
        return figures;
    }

    private long asked() {
        return link == null ? 0 : link.asked();
    }

    @Override
    public void close() {
        member.close();
        if (link != null) {
            link.close();
        }
    }
}
