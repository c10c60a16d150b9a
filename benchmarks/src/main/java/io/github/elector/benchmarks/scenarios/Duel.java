// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Two processes of one contender and one component, of which the leader has a {@link Fault} in each round. */
final class Duel implements AutoCloseable {
    private static final Duration STOPPED_LONGER = Duration.ofSeconds(1);
    private static final Duration WATCHED = Duration.ofMillis(20);

    private final Field field;
    private final Peer peer;
    private final Times times;
    private final TakeoverFigures figures;
    private final Duration askedFor;
    private final String component = Field.fresh("takeover");
    // Another for each duel, so that they do not happen in step.
    private final SplittableRandom random = new SplittableRandom(component.hashCode());
    private final HeartbeatAge heartbeats;
    private Rival leader;
    /** Nobody between two rounds. */
    private @Nullable Rival standby;

    /** A process with a way to the server of its own. */
    private record Rival(MemberProcess member, Link link) implements AutoCloseable {
        @Override
        public void close() {
            member.close();
            link.close();
        }
    }

    /** One in which an old leader that still says yes is asked for so long, and no longer. */
    Duel(Field field, Peer peer, TakeoverFigures figures, Duration askedFor) {
        this.field = field;
        this.peer = peer;
        this.times = peer.nearest(field.shortLease());
        this.figures = figures;
        this.askedFor = askedFor;
        this.heartbeats = new HeartbeatAge(peer, field.servers().of(peer), times);
        try {
            this.leader = firstLeader();
        } catch (RuntimeException nobody) {
            heartbeats.close();
            throw nobody;
        }
    }

    private Rival firstLeader() {
        Rival first = open();
        try {
            first.member.ask("campaign", component, 1);
            if (first.member.next("elected", patience()) == null) {
                throw new IllegalStateException(peer.title() + " elects no leader to take over from");
            }
            return first;
        } catch (RuntimeException nobody) {
            first.close();
            throw nobody;
        }
    }

    private Rival open() {
        Link link = Link.to(peer, field.servers().of(peer));
        try {
            return new Rival(MemberProcess.open(peer, link.address(), times, true), link);
        } catch (RuntimeException unopened) {
            link.close();
            throw unopened;
        }
    }

    private Duration patience() {
        return times.lease().multipliedBy(2).plusSeconds(10);
    }

    void round(Fault fault) {
        standby = open();
        standby.member.ask("campaign", component, 1);
        // A standby has seen the leader by then.
        CleanHandover.pause(
                times.renew().toNanos() + random.nextLong(heartbeats.interval().toNanos()));
        Rival next = nextOne(standby);
        switch (fault) {
            case KILL -> kill(next);
            case STOP -> stop(next);
            case CUT -> cut(next);
        }
        Rival gone = leader;
        leader = next;
        standby = null;
        gone.close();
    }

    /** The standby, unless it leads already: on a busy machine a leader may be too slow to renew. */
    private Rival nextOne(Rival waiting) {
        boolean leads = waiting.member.drain().stream().anyMatch(said -> "elected".equals(said.getString("event")));
        if (!leads) {
            return waiting;
        }
        field.say("takeover: " + peer.title()
                + ", the leader lost its lease to the standby before anything was done to it");
        figures.lostUnprovoked.incrementAndGet();
        Rival slow = leader;
        leader = waiting;
        standby = slow;
        slow.member.drain();
        return slow;
    }

    private void kill(Rival standby) {
        long signalled = leader.member.kill();
        OptionalLong heartbeat = heartbeats.lastNanos(component);
        OptionalLong elected = elected(standby, figures.afterKill, signalled);
        heartbeat.ifPresent(last -> record(figures.afterHeartbeat, last, elected));
        long taken = orThrow(elected);
        field.say("takeover: " + peer.title() + ", killed, " + (taken - signalled) / 1_000_000 + " ms");
    }

    private void stop(Rival standby) {
        watch();
        long signalled = System.nanoTime();
        leader.member.freeze();
        orThrow(elected(standby, figures.afterStop, signalled));
        CleanHandover.pause(STOPPED_LONGER.toNanos());
        long woken = System.nanoTime();
        leader.member.thaw();
        long believed = lastYes(figures.belief, woken, woken);
        field.say("takeover: " + peer.title() + ", stopped, belief after it " + believed / 1000 + " us");
    }

    private void cut(Rival standby) {
        watch();
        long cut = System.nanoTime();
        leader.link.cut();
        long elected = orThrow(elected(standby, figures.afterCut, cut));
        long overlap = lastYes(figures.overlap, cut, elected);
        field.say("takeover: " + peer.title() + ", cut off, both led for " + overlap / 1000 + " us");
    }

    private void watch() {
        leader.member.ask("watch", component, 1);
        CleanHandover.pause(WATCHED.toNanos());
        leader.member.drain();
    }

    /** When the other was elected, if it was in time. */
    private OptionalLong elected(Rival standby, Latencies into, long since) {
        JsonObject said = standby.member.next("elected", patience());
        OptionalLong elected = said == null ? OptionalLong.empty() : OptionalLong.of(said.getLong("nanos"));
        record(into, since, elected);
        return elected;
    }

    private void record(Latencies into, long since, OptionalLong elected) {
        if (elected.isPresent()) {
            into.record(elected.getAsLong() - since);
        } else {
            into.recordUnfinished(patience().toNanos());
        }
    }

    private long orThrow(OptionalLong elected) {
        return elected.orElseThrow(() -> new IllegalStateException(
                peer.title() + " did not take over within " + patience().toSeconds() + " s"));
    }

    /**
     * How long after this moment the old leader last said yes, when it has said no later than {@code since}; all
     * the time it is asked for if it never does.
     */
    private long lastYes(Latencies into, long since, long after) {
        long until = after + askedFor.toNanos();
        while (true) {
            JsonObject no = leader.member.next("leadsNot", Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            if (no == null) {
                into.recordUnfinished(askedFor.toNanos());
                return askedFor.toNanos();
            }
            if (no.getLong("nanos") - since > 0) {
                long nanos = Math.max(0, no.getLong("lastYesNanos") - after);
                into.record(nanos);
                return nanos;
            }
        }
    }

    @Override
    public void close() {
        leader.close();
        if (standby != null) {
            standby.close();
        }
        heartbeats.close();
    }
}
