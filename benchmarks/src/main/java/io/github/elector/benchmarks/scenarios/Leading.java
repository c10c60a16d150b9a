// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process that leads so many components, or is to. */
public final class Leading implements AutoCloseable {
    /** How long it may take until it leads them all. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);
    /** The same for those that do it once more; both count from when all are asked for. */
    public static final Duration PATIENCE_AGAIN = Duration.ofSeconds(15);

    private final Peer peer;
    private final int size;
    private final String components = Field.fresh("many");
    private final @Nullable Link link;
    private final List<String> jvm;
    private final MemberProcess member;
    private final JsonObject figures = new JsonObject();
    private final CpuOverTime cpu = new CpuOverTime(1);
    private AskedInBursts.Moment asked = new AskedInBursts.Moment(0, 0);
    private int ended;

    private Leading(Peer peer, int size, Field field, @Nullable Link link, List<String> jvm) {
        this.peer = peer;
        this.size = size;
        this.link = link;
        this.jvm = jvm;
        String server = link == null ? field.servers().of(peer) : link.address();
        this.member = MemberProcess.open(peer, server, peer.nearest(field.lease()), false, jvm);
    }

    /** One whose requests are not counted, so that nothing is between it and its server. */
    static Leading uncounted(Peer peer, int size, Field field) {
        return new Leading(peer, size, field, null, List.of());
    }

    /** One whose requests are counted on their way, in a JVM with these options besides. */
    static Leading counted(Peer peer, int size, Field field, List<String> jvm) {
        Link link = Link.to(peer, field.servers().of(peer));
        try {
            return new Leading(peer, size, field, link, jvm);
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
        long before = now().asked();
        long nanos = campaign(PATIENCE);
        figures.put("askedToElect", now().asked() - before);
        return member.openNanos() + nanos;
    }

    /**
     * Gives all up, and campaigns for all of them again when it leads none; what that took without giving up.
     *
     * @throws IllegalStateException if not all are elected in time, or it fails
     */
    long electAgain() {
        int led = member.ask("giveUp", components, size).getInteger("led");
        if (led > 0) {
            throw new IllegalStateException("it leads " + led + " of " + size + " still that it has given up");
        }
        return campaign(PATIENCE_AGAIN);
    }

    private long campaign(Duration patience) {
        long begun = member.ask("campaign", components, size).getLong("nanos");
        JsonObject all = member.next("all", patience);
        if (all == null) {
            throw new IllegalStateException("it leads "
                    + member.ask("count", "", 0).getInteger("led") + " of " + size + " after " + patience.toSeconds()
                    + " s");
        }
        return all.getLong("nanos") - begun;
    }

    /** See {@link Link#checkCounted}. */
    void checkCounted() {
        if (link != null) {
            link.checkCounted();
        }
    }

    /** What an election leaves behind is not what leading costs. */
    void collectGarbage() {
        member.ask("heap", "", 0);
    }

    void begin() {
        ended = member.ask("count", "", 0).getInteger("ended");
        asked = now();
        readCpu();
    }

    /** At the end of each part of the window. */
    void readCpu() {
        cpu.read(System.nanoTime(), member.cpu());
    }

    void end(IdleProcesses idle) {
        AskedInBursts.Moment after = now();
        figures.put("seconds", cpu.seconds())
                .put("askedPerSecond", link == null ? 0 : link.askedPerSecond(asked, after))
                .put("asked", after.asked() - asked.asked())
                .put("cpuMillisPerSecond", cpu.millisPerSecond())
                .put("compilingMillisPerSecond", cpu.millisPerSecond(CpuReading::compiles))
                .put("threads", cpu.after().threads())
                .put("cpuMillisPerSecondByThread", cpu.after().busiestSince(cpu.before(), cpu.seconds()))
                .put("cpuMillisPerSecondByPart", new JsonArray(cpu.byPart()))
                .mergeIn(idle.client(peer, cpu));
        if (jvm.isEmpty()) {
            // The idle ones are as those without options.
            figures.mergeIn(idle.beside(peer));
        }
        JsonObject heap = member.ask("heap", "", 0);
        figures.put("led", heap.getInteger("led"))
                .put("lost", heap.getInteger("ended") - ended)
                .put("heapBytes", heap.getLong("heapBytes"));
    }

    JsonObject figures() {
        return figures;
    }

    private AskedInBursts.Moment now() {
        return link == null ? asked : link.now();
    }

    @Override
    public void close() {
        member.close();
        if (link != null) {
            link.close();
        }
    }
}
