// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        List<Entrant> entrants = field.peers().stream().map(Entrant::new).toList();
        try {
            entrants.forEach(entrant -> entrant.start(field));
            for (int round = -WARM_UP; round < rounds; round++) {
                boolean counts = round >= 0;
                entrants.forEach(entrant -> entrant.elect(counts));
            }
        } finally {
            entrants.forEach(Entrant::close);
        }
        JsonObject json = new JsonObject();
        entrants.forEach(entrant -> json.put(entrant.peer.key(), entrant.toJson()));
        return json;
    }

    /** The process of one contender. Whoever fails is out, and the others go on. */
    private static final class Entrant implements AutoCloseable {
        private final Peer peer;
        private final Latencies figures = new Latencies();
        private final Attempts attempts = new Attempts();
        private @Nullable MemberProcess member;

        Entrant(Peer peer) {
            this.peer = peer;
        }

        void start(Field field) {
            attempts.run(() ->
                    member = MemberProcess.start(peer, field.servers().of(peer), peer.nearest(field.lease()), true));
        }

        void elect(boolean counts) {
            attempts.run(() -> FirstElection.elect(Objects.requireNonNull(member), counts ? figures : new Latencies()));
        }

        JsonObject toJson() {
            return attempts.tell(figures.toJson());
        }

        @Override
        public void close() {
            if (member != null) {
                member.close();
            }
        }
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
