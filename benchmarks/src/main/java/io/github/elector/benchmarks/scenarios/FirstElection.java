// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** From an application that has nothing yet to a leader of a component that never had one, within a running JVM. */
public final class FirstElection implements Scenario {
    private static final int WARM_UP = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final int rounds;

    public FirstElection(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public String key() {
        return "first-election";
    }

    @Override
    public String what() {
        return "From opening a contender (pool or client connected, or a Vert.x made) to being told to lead one component that"
                + " never had a leader; tables exist. Each contender has one JVM, in which " + WARM_UP
                + " rounds before are not counted; then they take turns.";
    }

    @Override
    public JsonObject run(Field field) {
        Map<Peer, Latencies> figures = new EnumMap<>(Peer.class);
        Map<Peer, MemberProcess> members = new EnumMap<>(Peer.class);
        try {
            for (Peer peer : field.peers()) {
                figures.put(peer, new Latencies());
                String server = field.servers().of(peer);
                members.put(peer, MemberProcess.start(peer, server, peer.nearest(field.lease()), true));
            }
            for (int round = -WARM_UP; round < rounds; round++) {
                boolean counts = round >= 0;
                members.forEach((peer, member) ->
                        elect(member, counts ? figures.getOrDefault(peer, new Latencies()) : new Latencies()));
            }
        } finally {
            members.values().forEach(MemberProcess::close);
        }
        JsonObject json = new JsonObject();
        figures.forEach((peer, latencies) -> json.put(peer.key(), latencies.toJson()));
        return json;
    }

    private static void elect(MemberProcess member, Latencies into) {
        String component = Field.fresh("first");
        long opened = member.ask("open", "", 0).getLong("openNanos");
        long begun = member.ask("campaign", component, 1).getLong("nanos");
        JsonObject elected = member.next("elected", PATIENCE);
        if (elected == null) {
            into.recordUnfinished(PATIENCE.toNanos());
        } else {
            into.record(opened + elected.getLong("nanos") - begun);
        }
        member.ask("giveUp", component, 1);
        member.ask("close", "", 0);
        member.drain();
    }
}
