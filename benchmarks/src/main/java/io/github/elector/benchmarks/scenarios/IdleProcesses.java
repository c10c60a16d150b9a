// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a process takes before there is any election in it: a JVM, and one with a Vert.x whose event loops have all been
 * used. Of each there are several, since what one takes varies as much as what is measured beyond it.
 */
final class IdleProcesses implements AutoCloseable {
    private final List<MemberProcess> jvms = new ArrayList<>();
    private final List<MemberProcess> vertxs = new ArrayList<>();
    private final CpuOverTime ofJvm;
    private final CpuOverTime ofVertx;

    /** So many of each, started as contenders are, and left alone from now on. */
    IdleProcesses(Field field, int ofEach) {
        ofJvm = new CpuOverTime(ofEach);
        ofVertx = new CpuOverTime(ofEach);
        try {
            for (int i = 0; i < ofEach; i++) {
                jvms.add(start(field));
                vertxs.add(start(field));
            }
            jvms.forEach(jvm -> jvm.ask("heap", "", 0));
            vertxs.forEach(vertx -> {
                vertx.ask("idleVertx", "", 0);
                vertx.ask("heap", "", 0);
            });
        } catch (RuntimeException unstarted) {
            close();
            throw unstarted;
        }
    }

    private static MemberProcess start(Field field) {
        return MemberProcess.start(Peer.ELECTOR, field.servers().of(Peer.ELECTOR), field.lease(), false);
    }

    void read() {
        read(jvms, ofJvm);
        read(vertxs, ofVertx);
    }

    private static void read(List<MemberProcess> all, CpuOverTime into) {
        into.read(
                System.nanoTime(),
                CpuReading.together(all.stream().map(MemberProcess::cpu).toList()));
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
        jvms.forEach(MemberProcess::close);
        vertxs.forEach(MemberProcess::close);
    }
}
