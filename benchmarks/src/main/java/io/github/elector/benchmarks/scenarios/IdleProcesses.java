// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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

    /** What a contender takes beside the idle one it begins with: whoever uses ours has a Vert.x already. */
    JsonObject beside(Peer peer, CpuOverTime used) {
        return beside(used, ofJvm, peer.onVertx() ? Optional.of(ofVertx) : Optional.empty());
    }

    /**
     * The processes as they are, and what a contender's client takes: the threads that are not those of an idle JVM, less
     * what the like take of an idle Vert.x, if there is one below it. Compilers and collectors are the JVM's.
     */
    static JsonObject beside(CpuOverTime used, CpuOverTime jvm, Optional<CpuOverTime> vertx) {
        Set<String> ofJvm = jvm.after().names();
        Predicate<String> client = name -> !ofJvm.contains(name);
        CpuOverTime idle = vertx.orElse(jvm);
        List<Double> parts = used.byPart(client);
        List<Double> idleParts = idle.byPart(client);
        return new JsonObject()
                .put("idle", vertx.isPresent() ? "Vert.x" : "JVM")
                .put("idleMillisPerSecond", idle.millisPerSecond())
                .put("cpuMillisPerSecondByPart", new JsonArray(used.byPart()))
                .put("idleMillisPerSecondByPart", new JsonArray(idle.byPart()))
                .put("clientMillisPerSecond", used.millisPerSecond(client) - idle.millisPerSecond(client))
                .put(
                        "clientMillisPerSecondByPart",
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
