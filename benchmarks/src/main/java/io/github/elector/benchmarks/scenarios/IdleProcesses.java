// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a process takes before there is any election in it: a JVM, and one with a Vert.x whose event loops have all been
 * used. Of each there are several, since what one takes varies as much as what is measured beyond it.
 */
final class IdleProcesses implements AutoCloseable {
    // As far as the system shows the name of a thread.
    private static final String EVENT_LOOP = "vert.x-eventloo";

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

    /** What those take that a contender begins as: whoever uses ours has a Vert.x already. */
    JsonObject beside(Peer peer) {
        CpuOverTime idle = peer.onVertx() ? ofVertx : ofJvm;
        return new JsonObject()
                .put("idle", peer.onVertx() ? "Vert.x" : "JVM")
                .put("idleMillisPerSecond", idle.millisPerSecond())
                .put("idleMillisPerSecondByPart", new JsonArray(idle.byPart()));
    }

    /** What the threads of a contender's client take. */
    JsonObject client(Peer peer, CpuOverTime used) {
        return peer.onVertx() ? clientOnVertx(used) : clientOnJvm(used, ofJvm);
    }

    /** Its client are the threads that an idle JVM has not; compilers and collectors are the JVM's. */
    static JsonObject clientOnJvm(CpuOverTime used, CpuOverTime idle) {
        Set<String> ofJvm = idle.after().names();
        Predicate<String> client = name -> !ofJvm.contains(name);
        return new JsonObject()
                .put("clientMillisPerSecond", used.millisPerSecond(client))
                .put("clientMillisPerSecondByPart", new JsonArray(used.byPart(client)));
    }

    /** Its client lives on one event loop: what that takes more than the other event loops of the same process. */
    static JsonObject clientOnVertx(CpuOverTime used) {
        return new JsonObject()
                .put("clientMillisPerSecond", used.beyondOthers(EVENT_LOOP))
                .put("clientMillisPerSecondByPart", new JsonArray(used.beyondOthersByPart(EVENT_LOOP)));
    }

    @Override
    public void close() {
        jvms.forEach(MemberProcess::close);
        vertxs.forEach(MemberProcess::close);
    }
}
