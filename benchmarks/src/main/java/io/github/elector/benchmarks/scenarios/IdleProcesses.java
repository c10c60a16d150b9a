// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/** What a process takes before there is any election in it: a JVM, and one with a Vert.x whose event loops have all been used. */
final class IdleProcesses implements AutoCloseable {
    private final MemberProcess jvm;
    private final MemberProcess vertx;
    private final CpuOverTime ofJvm = new CpuOverTime();
    private final CpuOverTime ofVertx = new CpuOverTime();

    /** Started as contenders are, and left alone from now on. */
    IdleProcesses(Field field) {
        jvm = start(field);
        vertx = start(field);
        vertx.ask("idleVertx", "", 0);
    }

    private static MemberProcess start(Field field) {
        MemberProcess member =
                MemberProcess.start(Peer.ELECTOR, field.servers().of(Peer.ELECTOR), field.lease(), false);
        member.ask("heap", "", 0);
        return member;
    }

    void read() {
        ofJvm.read(System.nanoTime(), jvm.cpu());
        ofVertx.read(System.nanoTime(), vertx.cpu());
    }

    /** What the idle one takes that such a contender begins with, and what the contender takes beyond it. */
    JsonObject below(Peer peer, CpuOverTime used) {
        return below(peer, used, peer == Peer.ELECTOR ? ofVertx : ofJvm);
    }

    /** Whoever uses ours has a Vert.x already; the others need a JVM. */
    static JsonObject below(Peer peer, CpuOverTime used, CpuOverTime idle) {
        List<Double> parts = used.byPart();
        List<Double> idleParts = idle.byPart();
        return new JsonObject()
                .put("idle", peer == Peer.ELECTOR ? "Vert.x" : "JVM")
                .put("idleMillisPerSecond", idle.millisPerSecond())
                .put("beyondIdleMillisPerSecond", used.millisPerSecond() - idle.millisPerSecond())
                .put("cpuMillisPerSecondByPart", new JsonArray(parts))
                .put("idleMillisPerSecondByPart", new JsonArray(idleParts))
                .put(
                        "beyondIdleMillisPerSecondByPart",
                        new JsonArray(IntStream.range(0, parts.size())
                                .mapToObj(i -> parts.get(i) - idleParts.get(i))
                                .toList()));
    }

    @Override
    public void close() {
        jvm.close();
        vertx.close();
    }
}
