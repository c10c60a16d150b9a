// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.election.Standing;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.session.ClaimWait;
import io.github.elector.session.Insight;
import io.github.elector.session.Observations;
import io.github.elector.session.SessionState;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.github.elector.time.Moment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host sees of the others: it sends looks, tells each election what an answer means for it, and has sessions
 * closed that were silent for too long.
 *
 * <p>Where more components stand by than one look can read, most of them are not read: see {@link Holders}. The rest is
 * read in rounds, see {@link LookQueue}.
 *
 * <p>What a look says about a component is dropped if an operation of that component was in flight at any moment since
 * the look was sent. Such a look could show the own acquire before its answer has come, and it would be released.
 */
final class Lookout {
    private final Timing timing;
    private final Observations observations;
    private final LookSchedule schedule;
    private final LookQueue queue;
    private final Holders holders = new Holders();
    private final Sessions sessions;
    private final Elections elections;
    private final Outbox outbox;
    private final Map<SessionId, Long> expiring = new HashMap<>();
    private long expiries;
    /** Who asked last on the word of a hint. */
    private @Nullable Candidate follower;

    private boolean claimsWait;
    private boolean stopped;

    Lookout(
            Timing timing,
            boolean trustsDatabaseClock,
            long seed,
            LookSchedule schedule,
            LookQueue queue,
            Sessions sessions,
            Elections elections,
            Outbox outbox) {
        this.timing = timing;
        this.observations = new Observations(timing, trustsDatabaseClock, seed);
        this.schedule = schedule;
        this.queue = queue;
        this.sessions = sessions;
        this.elections = elections;
        this.outbox = outbox;
        schedule.rest();
    }

    /** A heartbeat or an opening was answered by this generation of the server. */
    void onServer(Generation generation, Moment now) {
        doubtAllInAnotherLife(generation);
        observations.onServer(generation, now.nanos());
    }

    /** Commits may have been lost, so that a holder holds other leases of the same terms. */
    private void doubtAllInAnotherLife(Generation generation) {
        if (observations.generation() != null && !generation.equals(observations.generation())) {
            doubt(holders.forgetAll());
        }
    }

    /** The next looks read everything, what is in hand too, and come at once. */
    void audit(Moment now) {
        queue.audit(elections.everInHand());
        elections.each((component, candidate) -> {
            if (candidate.election.wantsLook()) {
                queue.open(candidate);
            }
        });
        schedule.soon(now.nanos());
    }

    /** The session got more time: claims that waited for that can be made. */
    void onExtended(Moment now) {
        if (claimsWait) {
            claimsWait = false;
            schedule.soon(now.nanos());
        }
    }

    /** Nothing is looked at, claimed or closed any more. */
    void stop() {
        stopped = true;
    }

    void lookIfDue(Moment now) {
        if (stopped || !schedule.isDue(now.nanos())) {
            return;
        }
        if (schedule.beginsRound(now.nanos())) {
            beginRound();
        }
        List<ComponentName> components = queue.next(elections);
        LookRequest request = new LookRequest(components, holders.sessions());
        outbox.add(new HostCommand.Look(schedule.send(now.nanos()), request));
    }

    private void beginRound() {
        if (queue.isCrowded()) {
            holders.beginRound();
        } else {
            // One look reads them all.
            doubt(holders.forgetAll());
        }
        queue.beginRound();
    }

    void failed(Moment now) {
        queue.failed();
        schedule.failed(now.nanos());
    }

    /** Whether looks follow at once that belong together with the latest one. */
    boolean goesOn() {
        return schedule.goesOn();
    }

    void answered(long number, StoreAnswer.Looked answer, Moment now) {
        doubtAllInAnotherLife(answer.server().generation());
        Insight insight = observations.study(
                answer, schedule.answered(now.nanos()), sessions.own(), elections::everHadRow, holders.countedOn());
        insight.complaints().forEach((what, complaint) -> outbox.add(new HostCommand.ReportRow(what, complaint)));
        doubt(holders.compare(answer, elections, now.nanos()));
        boolean somebodyStandsBy = queue.isAnybodyStandingBy();
        Sighting seen = new Sighting(now.nanos());
        answer.leases().keySet().forEach(component -> judge(component, number, answer, insight, seen, now));
        insight.expirable().forEach(silence -> expire(silence, now));
        if (queue.hasMore() && !stopped) {
            schedule.goOn();
        } else if (somebodyStandsBy) {
            schedule.plan(insight.nextLookNanos());
        } else {
            schedule.planRest(insight.leftBehindNanos());
        }
    }

    /** What counted on these is read again. */
    private void doubt(List<Holder> doubted) {
        if (doubted.isEmpty()) {
            return;
        }
        elections.each((component, candidate) -> {
            if (candidate.holder != null && !holders.isCountedOn(candidate)) {
                candidate.uncount();
                if (candidate.election.wantsLook()) {
                    queue.open(candidate);
                }
            }
        });
    }

    /**
     * The lease was granted to us: whoever held it holds one less. If nobody here took the term, since the claim had been
     * given up, it has to be read and given back.
     */
    void granted(TermId term) {
        observations.onRow(term.component());
        Candidate candidate = elections.find(term.component());
        if (candidate != null && candidate.holds(term)) {
            candidate.hasLedSince = true;
            holders.taken(candidate);
        } else if (candidate != null && candidate.election.wantsLook()) {
            queue.open(candidate);
        }
    }

    /**
     * A session was closed, or was not as it had been seen, or nobody knows.
     *
     * @return whether that was awaited; what was given up may be answered when the next attempt is under way
     */
    boolean expireDone(SessionId victim, long attempt) {
        return expiring.remove(victim, attempt);
    }

    /**
     * We have closed this session for good: what it led by the latest look is asked for at once, on condition that it is
     * as it was seen, and that the server still lives which closed it. The look that would show it as free is saved, but
     * not where that has to wait until the server was watched for a lease, or where not all is read.
     *
     * @return whether all that it led is being asked for
     */
    boolean inherits(ExpireRequest closed, Moment now) {
        if (queue.isCrowded() || !observations.hasWatchedServer() || !mayClaim(now)) {
            return false;
        }
        List<Candidate> heirs = elections.ledBy(closed.session());
        for (Candidate heir : heirs) {
            if (heir.election.wantsLook()) {
                Claim claim = new Claim(heir.component(), heir.leader, closed.generation(), -1);
                elections.judge(heir, new Standing.Free(claim), now.nanos());
            }
        }
        return !heirs.isEmpty() && heirs.stream().allMatch(heir -> heir.election.isAsking());
    }

    /**
     * Somebody else says that something may have changed. Where it says that the very term was released which the
     * latest look showed, the lease is asked for at once, on condition that this is so: the look is saved. One at a time:
     * where many leases are released at once, a look claims the others together.
     */
    void hint(Hint hint, Moment now) {
        TermId released = hint.released();
        Candidate candidate = released == null ? null : elections.find(released.component());
        if (released == null || (candidate != null && !asks(candidate, released, now))) {
            if (candidate != null && candidate.election.wantsLook()) {
                queue.open(candidate);
            }
            schedule.hint(now.nanos());
        }
    }

    private boolean asks(Candidate candidate, TermId released, Moment now) {
        Generation generation = observations.generation();
        if (generation == null
                || !candidate.election.wantsLook()
                || !released.equals(candidate.leader)
                || sessions.isOwn(released.session())
                || !schedule.trustsHints()
                || (follower != null && follower.election.isAsking())
                || !mayClaim(now)) {
            return false;
        }
        schedule.hintFollowed();
        follower = candidate;
        elections.judge(candidate, new Standing.Free(Claim.ofReleased(released, generation)), now.nanos());
        return candidate.election.isAsking();
    }

    private void judge(
            ComponentName component,
            long lookNumber,
            StoreAnswer.Looked answer,
            Insight insight,
            Sighting seen,
            Moment now) {
        Candidate candidate = elections.find(component);
        LeaseSight sight = answer.leases().get(component);
        TermId row = sight instanceof LeaseSight.Row found ? found.lease().term() : null;
        boolean released =
                sight instanceof LeaseSight.Row found && found.lease().released();
        TermId ours = row != null && !released && sessions.isOwn(row.session()) ? row : null;
        if (candidate == null) {
            if (ours != null) {
                elections.giveBack(ours, now.nanos());
            }
            return;
        }
        if (candidate.election.isAsking() || candidate.quietAfterLook >= lookNumber) {
            return;
        }
        if (ours != null && candidate.election.isGivenUp()) {
            elections.giveBack(ours, now.nanos());
        }
        SessionSight holder = row == null ? null : answer.sessions().get(row.session());
        candidate.seen = seen;
        candidate.hasLedSince = false;
        ClaimWait wait = insight.waits().get(component);
        candidate.waiting = wait == null ? null : Waiting.from(wait, now.nanos());
        noteLeader(candidate, released || (holder != null && holder.closed()) ? null : row);
        candidate.metadata = candidate.leader == null || holder == null ? null : holder.metadata();
        Standing standing = ours != null && !elections.givesBack(ours)
                ? new Standing.Mine(ours)
                : standing(component, row, insight.believable().getOrDefault(component, false), answer, now);
        elections.judge(candidate, standing, now.nanos());
        noteFirst(candidate);
        if (holder != null && !holder.closed() && !released && ours == null) {
            settle(candidate, holder.id(), now);
        }
    }

    /** Led by somebody who lives: not to be read again, if the same look has told what its leader holds. */
    private void settle(Candidate candidate, SessionId leader, Moment now) {
        Holder holder = candidate.holder;
        if (holder != null && candidate.election.wantsLook() && holders.isCountedOn(candidate)) {
            candidate.seen = holder.seen;
            queue.settle(candidate);
            candidate.waiting = null; // No look tells any more when that is over.
        } else if (queue.isCrowded()) {
            holders.meet(leader, now.nanos());
        }
    }

    private Standing standing(
            ComponentName component, @Nullable TermId row, boolean believable, StoreAnswer.Looked answer, Moment now) {
        if (believable && mayClaim(now)) {
            return new Standing.Free(new Claim(component, row, answer.server().generation(), -1));
        }
        claimsWait |= believable;
        return new Standing.NotFree(row == null ? -1 : row.number());
    }

    /** Not without a session that lasts, and for long enough for the term to be announced; the next heartbeat brings one. */
    private boolean mayClaim(Moment now) {
        SessionState current = sessions.current();
        return current != null
                && !stopped
                && !sessions.awaitProof()
                && current.softLeftNanos(now) >= timing.renewNanos();
    }

    private void noteLeader(Candidate candidate, @Nullable TermId leader) {
        boolean isNews = !Objects.equals(candidate.leader, leader);
        candidate.leader = leader;
        if (isNews) {
            schedule.wasWorthWhile();
            tell(candidate);
        }
    }

    /** That nobody leads is news too where nothing was known; who asks for the lease soon has more to tell. */
    private void noteFirst(Candidate candidate) {
        if (!candidate.told && !candidate.election.isAsking()) {
            tell(candidate);
        }
    }

    private void tell(Candidate candidate) {
        candidate.told = true;
        outbox.add(new HostCommand.ReportLeader(candidate.component(), candidate.leader));
    }

    /** Only while the own session is valid: who cannot keep his own alive does not judge others. */
    private void expire(Insight.Silence silence, Moment now) {
        SessionState current = sessions.current();
        if (current != null && current.softLeftNanos(now) > 0 && !stopped && !expiring.containsKey(silence.session())) {
            expiring.put(silence.session(), ++expiries);
            outbox.add(new HostCommand.Expire(silence, current.id(), expiries));
        }
    }
}
