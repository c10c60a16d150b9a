// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every {@link LeaseStore} does, sentence by sentence; each store has a subclass that runs it.
 *
 * <pre>{@code
 * class RedisLeaseStoreTest extends LeaseStoreContract {
 *     private String prefix = "";
 *
 *     @Override
 *     protected void emptyData() {
 *         prefix = UUID.randomUUID() + ":";
 *     }
 *
 *     @Override
 *     protected LeaseStore newStore(Vertx vertx) {
 *         return new RedisLeaseStore(vertx, prefix);
 *     }
 * }
 * }</pre>
 *
 * <p>A store that passes answers right as long as its server does. What it cannot show is what a store does when its server
 * is slow, gone, or has forgotten what it said, and that a locked row is {@link StoreAnswer.Busy} and waited for by nobody:
 * for that, add tests of your own. The protected methods are for those; they wait for the answer, and fail if it is not
 * the one they are named after.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LeaseStoreContract {
    /** For how long the sessions of this suite say they live. */
    protected static final long LEASE_MILLIS = 30_000;

    /** How often the sessions of this suite say they beat. */
    protected static final long RENEW_MILLIS = 10_000;

    /** A component that nobody leads when a test begins. */
    protected static final ComponentName BILLING = new ComponentName("billing");

    /** Another. */
    protected static final ComponentName SEARCH = new ComponentName("search");

    /** Lives as long as the tests of the class. */
    protected Vertx vertx;

    /** The store of the running test, prepared; closed after it. */
    protected LeaseStore store;

    private static final SessionId CLOSER = new SessionId("closer~1");
    private final List<LeaseStore> stores = new ArrayList<>();

    /** Makes room for one test: the stores made until the next call share data that is empty now. */
    protected abstract void emptyData();

    /** Another store on the data of the running test, not prepared yet. */
    protected abstract LeaseStore newStore(Vertx vertx);

    @BeforeAll
    void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    void stopVertx() {
        await("the end of Vert.x", vertx.close());
    }

    @BeforeEach
    void openFirstStore() {
        emptyData();
        store = preparedStore();
    }

    @AfterEach
    void closeStores() {
        stores.forEach(each -> await("a store's close", each.close()));
        stores.clear();
    }

    @Test
    void prepareMayBeCalledAgain() {
        await("the second prepare", store.prepare());

        assertThat(looked(BILLING).leases()).containsOnlyKeys(BILLING);
    }

    @Test
    void openTellsWhichServerAnswered() {
        StoreAnswer.Opened opened = await("the opening", store.open(opening(freshSession())));

        assertThat(opened.server().generation()).isEqualTo(generation());
    }

    @Test
    void openWithAnIdThatExistsIsAFailure() {
        SessionId session = opened();

        Throwable failure = failure("the second opening", store.open(opening(session)));

        assertThat(failure).isInstanceOf(LeaseStoreException.class);
        assertThat(((LeaseStoreException) failure).kind()).isEqualTo(LeaseStoreException.Kind.REJECTED);
    }

    @Test
    void openedSessionHasVersionZeroAndSaysWhatItWasOpenedWith() {
        SessionId session = opened();
        granted(session, BILLING);

        SessionSight sight = sight(session);

        assertThat(sight.version()).isZero();
        assertThat(sight.closed()).isFalse();
        assertThat(sight.leaseMillis()).isEqualTo(LEASE_MILLIS);
        assertThat(sight.renewMillis()).isEqualTo(RENEW_MILLIS);
        assertThat(sight.silentMillis()).isBetween(-1000L, Await.PATIENCE.toMillis());
    }

    @Test
    void heartbeatAddsOneToTheVersion() {
        SessionId session = opened();
        granted(session, BILLING);

        beat(session);
        beat(session);

        assertThat(sight(session).version()).isEqualTo(2);
    }

    @Test
    void heartbeatTellsWhichServerAnswered() {
        assertThat(beat(opened()).server().generation()).isEqualTo(generation());
    }

    @Test
    void heartbeatOfAMissingSessionIsGone() {
        assertThat(await("the heartbeat", store.heartbeat(freshSession()))).isEqualTo(new StoreAnswer.Gone(null));
    }

    @Test
    void heartbeatOfAClosedSessionIsGoneAndDoesNotReviveIt() {
        SessionId session = opened();
        granted(session, BILLING);
        await("the close of the session", store.closeSession(session));

        StoreAnswer.Heartbeat answer = await("the heartbeat", store.heartbeat(session));

        assertThat(answer).isInstanceOf(StoreAnswer.Gone.class);
        assertThat(sight(session).closed()).isTrue();
        assertThat(sight(session).version()).isZero();
    }

    @Test
    void heartbeatTellsWhatTheSessionHoldsUnreleased() {
        SessionId session = opened();
        SessionId other = opened();
        TermId billing = granted(session, BILLING);
        TermId search = granted(session, SEARCH);
        granted(other, new ComponentName("of-another"));
        TermId released = granted(session, new ComponentName("given-back"));
        await("the release", store.release(released));

        StoreAnswer.Holdings holdings = beat(session).holdings();

        assertThat(holdings.terms()).containsExactlyInAnyOrder(billing, search);
        assertThat(holdings.count()).isEqualTo(2);
        assertThat(holdings.termSum()).isEqualTo(billing.number() + search.number());
        assertThat(holdings.isComplete()).isTrue();
    }

    @Test
    void heartbeatOfASessionThatHoldsNothingSaysSo() {
        StoreAnswer.Holdings holdings = beat(opened()).holdings();

        assertThat(holdings.count()).isZero();
        assertThat(holdings.termSum()).isZero();
        assertThat(holdings.terms()).isEmpty();
        assertThat(holdings.isComplete()).isTrue();
    }

    @Test
    void heartbeatListsAsManyTermsAsTheLimitAndOnlyCountsMore() {
        SessionId session = opened();
        List<TermId> listed = grantedMany(session, components("many/", StoreAnswer.Holdings.LISTED));
        StoreAnswer.Holdings atTheLimit = beat(session).holdings();

        TermId oneMore = granted(session, BILLING);
        StoreAnswer.Holdings beyond = beat(session).holdings();

        assertThat(atTheLimit.terms()).containsExactlyInAnyOrderElementsOf(listed);
        assertThat(atTheLimit.isComplete()).isTrue();
        assertThat(beyond.terms()).isEmpty();
        assertThat(beyond.isComplete()).isFalse();
        assertThat(beyond.count()).isEqualTo(StoreAnswer.Holdings.LISTED + 1L);
        assertThat(beyond.termSum()).isEqualTo(atTheLimit.termSum() + oneMore.number());
    }

    @Test
    void heartbeatNoLongerTellsOfALeaseThatWasTakenOver() {
        SessionId session = opened();
        TermId lost = granted(session, BILLING);
        await("the takeover", acquire(opened(), claim(lost)));

        assertThat(beat(session).holdings().count()).isZero();
    }

    @Test
    void lookAtNothingAnswersTheServer() {
        StoreAnswer.Looked looked = looked();

        assertThat(looked.leases()).isEmpty();
        assertThat(looked.sessions()).isEmpty();
        assertThat(looked.server().generation()).isEqualTo(generation());
    }

    @Test
    void lookFindsNoRowWhereNobodyEverLed() {
        assertThat(looked(BILLING).leases()).containsEntry(BILLING, new LeaseSight.NoRow());
    }

    @Test
    void lookFindsTheLeaseAndItsHoldersSession() {
        SessionId session = opened();
        TermId term = granted(session, BILLING);

        StoreAnswer.Looked looked = looked(BILLING, SEARCH);

        assertThat(looked.leases())
                .containsEntry(BILLING, new LeaseSight.Row(new Lease(term, false, generation())))
                .containsEntry(SEARCH, new LeaseSight.NoRow())
                .hasSize(2);
        assertThat(looked.sessions()).containsOnlyKeys(session);
        assertThat(looked.sessions().get(session).id()).isEqualTo(session);
    }

    @Test
    void lookTellsWhatTheHolderAdvertises() {
        String metadata =
                "{\"url\":\"http://10.0.0.7:8080\",\"odd\":\"it's 100% \\\\ \\u00fc ; -- ? $1 {component} [] :a\"}";
        SessionId session = opened(metadata);
        granted(session, BILLING);

        assertThat(sight(session).metadata()).isEqualTo(metadata);
    }

    @Test
    void lookTellsTheMostThatAHolderMayAdvertise() {
        String metadata = "{\"a\":\"" + "\\u00fc".repeat(340) + "\"}";
        SessionId session = opened(metadata);
        granted(session, BILLING);

        assertThat(metadata).hasSize(2_048);
        assertThat(sight(session).metadata()).isEqualTo(metadata);
    }

    @Test
    void lookTellsNothingOfAHolderThatAdvertisesNothing() {
        SessionId session = opened();
        granted(session, BILLING);

        assertThat(sight(session).metadata()).isNull();
    }

    @Test
    void heartbeatsLeaveWhatASessionAdvertisesAsItIs() {
        SessionId session = opened("{\"port\":8080}");
        granted(session, BILLING);

        beat(session);
        beat(session);

        assertThat(sight(session).version()).isEqualTo(2);
        assertThat(sight(session).metadata()).isEqualTo("{\"port\":8080}");
    }

    @Test
    void lookAtManyLeasesOfSeveralHoldersTellsOfEachWhatItAdvertises() {
        SessionId one = opened("{\"port\":1}");
        SessionId two = opened("{\"port\":2}");
        SessionId silent = opened();
        List<ComponentName> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(new ComponentName("advertised-" + i));
            granted(i % 3 == 0 ? one : i % 3 == 1 ? two : silent, all.get(i));
        }

        StoreAnswer.Looked looked = await("the look", store.look(new LookRequest(all, Set.of(one, silent))));

        assertThat(looked.sessions()).containsOnlyKeys(one, two, silent);
        assertThat(looked.sessions().get(one).metadata()).isEqualTo("{\"port\":1}");
        assertThat(looked.sessions().get(two).metadata()).isEqualTo("{\"port\":2}");
        assertThat(looked.sessions().get(silent).metadata()).isNull();
    }

    @Test
    void lookShowsAReleasedLeaseWithItsTermAndHolder() {
        TermId term = granted(opened(), BILLING);
        await("the release", store.release(term));

        assertThat(lease(BILLING)).isEqualTo(new Lease(term, true, generation()));
    }

    @Test
    void lookShowsAClosedHolderAsClosed() {
        SessionId session = opened();
        granted(session, BILLING);
        await("the close of the session", store.closeSession(session));

        assertThat(sight(session).closed()).isTrue();
    }

    @Test
    void lookLeavesOutAHolderThatHasNoRow() {
        SessionId neverOpened = freshSession();
        TermId term = granted(neverOpened, BILLING);

        StoreAnswer.Looked looked = looked(BILLING);

        assertThat(looked.leases()).containsEntry(BILLING, new LeaseSight.Row(new Lease(term, false, generation())));
        assertThat(looked.sessions()).isEmpty();
    }

    @Test
    void lookShowsASessionOnceThoughItHoldsSeveralLeases() {
        SessionId session = opened();
        grantedMany(session, components("shared/", 10));

        StoreAnswer.Looked looked = looked(components("shared/", 10).toArray(ComponentName[]::new));

        assertThat(looked.leases()).hasSize(10);
        assertThat(looked.sessions()).containsOnlyKeys(session);
    }

    @Test
    void lookShowsOpenSessionsThatWereSilentForTwiceTheirLease() {
        SessionId silent = freshSession();
        SessionId lively = opened();
        await("the opening", store.open(new SessionOpening(silent, new NodeName("node"), 1, 1)));
        await("some time to pass", time(50));

        StoreAnswer.Looked looked = looked();

        assertThat(looked.sessions()).containsKey(silent).doesNotContainKey(lively);
        assertThat(looked.sessions().get(silent).silentMillis()).isGreaterThan(2);
    }

    @Test
    void lookDoesNotShowClosedSessionsThatWereSilent() {
        SessionId silent = freshSession();
        await("the opening", store.open(new SessionOpening(silent, new NodeName("node"), 1, 1)));
        await("the close of the session", store.closeSession(silent));
        await("some time to pass", time(50));

        assertThat(looked().sessions()).isEmpty();
    }

    @Test
    void lookTellsOfWatchedSessionsWhatTheyHoldUnreleased() {
        SessionId holder = opened();
        SessionId idle = opened();
        TermId billing = granted(holder, BILLING);
        TermId search = granted(holder, SEARCH);
        await("the release", store.release(granted(holder, new ComponentName("given-back"))));
        granted(idle, new ComponentName("of-another"));
        await(
                "the release",
                store.release(lease(new ComponentName("of-another")).term()));

        StoreAnswer.Looked looked = watched(holder, idle);

        assertThat(looked.held())
                .containsOnly(
                        Map.entry(holder, StoreAnswer.Held.NOTHING.plus(billing).plus(search)),
                        Map.entry(idle, StoreAnswer.Held.NOTHING));
        assertThat(looked.sessions().keySet()).containsExactlyInAnyOrder(holder, idle);
        assertThat(looked.leases()).isEmpty();
    }

    @Test
    void lookTellsOfAWatchedSessionWithoutARowWhatItHolds() {
        SessionId neverOpened = freshSession();
        TermId term = granted(neverOpened, BILLING);

        StoreAnswer.Looked looked = watched(neverOpened);

        assertThat(looked.held()).containsOnly(Map.entry(neverOpened, StoreAnswer.Held.NOTHING.plus(term)));
        assertThat(looked.sessions()).isEmpty();
    }

    @Test
    void lookTellsWhetherAWatchedSessionIsClosedAndHowOftenItBeat() {
        SessionId session = opened();
        beat(session);
        await("the close of the session", store.closeSession(session));

        SessionSight sight = watched(session).sessions().get(session);

        assertThat(sight.closed()).isTrue();
        assertThat(sight.version()).isEqualTo(1);
    }

    @Test
    void lookReadsLeasesAndWatchesTheirHolderInOneAnswer() {
        SessionId session = opened();
        TermId billing = granted(session, BILLING);

        StoreAnswer.Looked looked =
                await("the look", store.look(new LookRequest(List.of(BILLING, SEARCH), Set.of(session))));

        assertThat(looked.leases().get(BILLING))
                .isInstanceOfSatisfying(
                        LeaseSight.Row.class,
                        row -> assertThat(row.lease().term()).isEqualTo(billing));
        assertThat(looked.leases().get(SEARCH)).isInstanceOf(LeaseSight.NoRow.class);
        assertThat(looked.held()).containsOnly(Map.entry(session, StoreAnswer.Held.NOTHING.plus(billing)));
        assertThat(looked.sessions().keySet()).containsExactly(session);
    }

    @Test
    void releasesThatAreAskedForAtOnceAreAllAnswered() {
        SessionId session = opened();
        List<TermId> terms = grantedMany(session, components("many/", 50));

        List<Future<Boolean>> answers = terms.stream().map(store::release).toList();

        answers.forEach(answer -> assertThat(await("a release", answer)).isTrue());
        assertThat(beat(session).holdings().count()).isZero();
    }

    @Test
    void lookDoesNotMoveTheVersion() {
        SessionId session = opened();
        granted(session, BILLING);

        looked(BILLING);
        looked(BILLING);

        assertThat(sight(session).version()).isZero();
    }

    @Test
    void expireClosesASessionThatStillHasTheVersion() {
        SessionId session = opened();
        granted(session, BILLING);
        beat(session);

        boolean closed = await("the expiry", store.expire(new ExpireRequest(session, 1, generation()), CLOSER));

        assertThat(closed).isTrue();
        assertThat(sight(session).closed()).isTrue();
        assertThat(await("the heartbeat", store.heartbeat(session))).isEqualTo(new StoreAnswer.Gone(CLOSER.value()));
    }

    @Test
    void expireRefusesASessionThatBeatInTheMeantime() {
        SessionId session = opened();
        beat(session);

        assertThat(await("the expiry", store.expire(new ExpireRequest(session, 0, generation()), CLOSER)))
                .isFalse();
        assertThat(await("the heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void expireRefusesAnotherGeneration() {
        SessionId session = opened();

        assertThat(await("the expiry", store.expire(new ExpireRequest(session, 0, anotherGeneration()), CLOSER)))
                .isFalse();
        assertThat(await("the heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void expireSaysNoIfSomebodyElseClosedItOrNobodyOpenedIt() {
        SessionId session = opened();
        await("the first expiry", store.expire(new ExpireRequest(session, 0, generation()), CLOSER));

        assertThat(await("the second expiry", store.expire(new ExpireRequest(session, 0, generation()), CLOSER)))
                .isFalse();
        assertThat(await(
                        "an expiry of nothing",
                        store.expire(new ExpireRequest(freshSession(), 0, generation()), CLOSER)))
                .isFalse();
    }

    @Test
    void acquireTakesAComponentThatHasNoRow() {
        SessionId session = opened();

        TermId term = granted(session, BILLING);

        assertThat(term.component()).isEqualTo(BILLING);
        assertThat(term.session()).isEqualTo(session);
        assertThat(lease(BILLING)).isEqualTo(new Lease(term, false, generation()));
    }

    @Test
    void acquireOfAComponentSeenWithoutARowIsRefusedIfThereIsOne() {
        TermId held = granted(opened(), BILLING);

        assertThat(acquireOne(opened(), claimOfNoRow(BILLING))).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(lease(BILLING).term()).isEqualTo(held);
    }

    @Test
    void acquireOfARowThatIsMissingIsRefused() {
        TermId imagined = new TermId(BILLING, 7, freshSession());

        assertThat(acquireOne(opened(), claim(imagined))).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(looked(BILLING).leases()).containsEntry(BILLING, new LeaseSight.NoRow());
    }

    @Test
    void acquireTakesOverARowThatIsAsItWasSeen() {
        TermId seen = granted(opened(), BILLING);
        SessionId taker = opened();

        StoreAnswer.Acquired answer = acquireOne(taker, claim(seen));

        TermId taken = ((StoreAnswer.Granted) answer).term();
        assertThat(taken.session()).isEqualTo(taker);
        assertThat(taken.number()).isGreaterThan(seen.number());
        assertThat(lease(BILLING)).isEqualTo(new Lease(taken, false, generation()));
    }

    @Test
    void acquireTakesAReleasedLeaseAndItIsNoLongerReleased() {
        TermId seen = granted(opened(), BILLING);
        await("the release", store.release(seen));

        StoreAnswer.Acquired answer = acquireOne(opened(), claim(seen));

        assertThat(answer).isInstanceOf(StoreAnswer.Granted.class);
        assertThat(lease(BILLING).released()).isFalse();
    }

    @Test
    void acquireComparesTheHolder() {
        TermId held = granted(opened(), BILLING);
        TermId ofAnother = new TermId(BILLING, held.number(), freshSession());

        assertThat(acquireOne(opened(), claim(ofAnother))).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(lease(BILLING).term()).isEqualTo(held);
    }

    @Test
    void acquireComparesTheTerm() {
        TermId held = granted(opened(), BILLING);
        TermId earlier = new TermId(BILLING, held.number() - 1, held.session());

        assertThat(acquireOne(opened(), claim(earlier))).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(lease(BILLING).term()).isEqualTo(held);
    }

    @Test
    void acquireComparesTheGeneration() {
        TermId held = granted(opened(), BILLING);

        assertThat(acquireOne(opened(), new Claim(BILLING, held, anotherGeneration(), -1)))
                .isInstanceOf(StoreAnswer.Refused.class);
        assertThat(acquireOne(opened(), new Claim(SEARCH, null, anotherGeneration(), -1)))
                .isInstanceOf(StoreAnswer.Refused.class);
        assertThat(lease(BILLING).term()).isEqualTo(held);
        assertThat(looked(SEARCH).leases()).containsEntry(SEARCH, new LeaseSight.NoRow());
    }

    @Test
    void claimOnConditionOfAReleaseIsGrantedOnceThatHasHappened() {
        TermId held = granted(opened(), BILLING);
        await("the release", store.release(held));

        StoreAnswer.Acquired answer = acquireOne(opened(), Claim.ofReleased(held, generation()));

        assertThat(((StoreAnswer.Granted) answer).term().number()).isGreaterThan(held.number());
        assertThat(lease(BILLING).released()).isFalse();
    }

    @Test
    void claimOnConditionOfAReleaseIsRefusedWhileTheLeaseIsHeld() {
        TermId held = granted(opened(), BILLING);

        StoreAnswer.Acquired answer = acquireOne(opened(), Claim.ofReleased(held, generation()));

        assertThat(answer).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(lease(BILLING).term()).isEqualTo(held);
        assertThat(lease(BILLING).released()).isFalse();
    }

    @Test
    void claimOnConditionOfAReleaseStillNamesTheTerm() {
        TermId first = granted(opened(), BILLING);
        TermId second = ((StoreAnswer.Granted) acquireOne(opened(), claim(first))).term();
        await("the release", store.release(second));

        assertThat(acquireOne(opened(), Claim.ofReleased(first, generation()))).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(lease(BILLING).term()).isEqualTo(second);
    }

    @Test
    void claimsOnDifferentConditionsTravelTogether() {
        TermId held = granted(opened(), BILLING);
        TermId released = granted(opened(), SEARCH);
        await("the release", store.release(released));
        Generation now = generation();

        List<StoreAnswer.Acquired> answers = await(
                "the acquire",
                acquire(
                        opened(),
                        Claim.ofReleased(held, now),
                        Claim.ofReleased(released, now),
                        claimOfNoRow(new ComponentName("third"))));

        assertThat(answers)
                .hasExactlyElementsOfTypes(
                        StoreAnswer.Refused.class, StoreAnswer.Granted.class, StoreAnswer.Granted.class);
    }

    @Test
    void secondTakerOfTheSameSightIsRefused() {
        TermId seen = granted(opened(), BILLING);
        SessionId first = opened();

        StoreAnswer.Acquired won = acquireOne(first, claim(seen));
        StoreAnswer.Acquired lost = acquireOne(opened(), claim(seen));

        assertThat(won).isInstanceOf(StoreAnswer.Granted.class);
        assertThat(lost).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(lease(BILLING).term().session()).isEqualTo(first);
    }

    @Test
    void sessionMayTakeAComponentAgain() {
        SessionId session = opened();
        TermId first = granted(session, BILLING);
        await("the release", store.release(first));

        TermId second = ((StoreAnswer.Granted) acquireOne(session, claim(first))).term();

        assertThat(second.number()).isGreaterThan(first.number());
        assertThat(second.session()).isEqualTo(session);
    }

    @Test
    void newTermIsAboveTheHighestTheCandidateEverSaw() {
        TermId first = granted(opened(), BILLING);
        long inAnHour = first.number() + 3_600_000;

        StoreAnswer.Acquired overRow = acquireOne(opened(), new Claim(BILLING, first, generation(), inAnHour));
        StoreAnswer.Acquired overNothing = acquireOne(opened(), new Claim(SEARCH, null, generation(), inAnHour));

        assertThat(((StoreAnswer.Granted) overRow).term().number()).isEqualTo(inAnHour + 1);
        assertThat(((StoreAnswer.Granted) overNothing).term().number()).isEqualTo(inAnHour + 1);
    }

    @Test
    void newTermIsAboveTheRowsTermThoughThatIsAheadOfTheClock() {
        TermId first = granted(opened(), BILLING);
        long inAnHour = first.number() + 3_600_000;
        TermId ahead =
                ((StoreAnswer.Granted) acquireOne(opened(), new Claim(BILLING, first, generation(), inAnHour))).term();

        TermId next = ((StoreAnswer.Granted) acquireOne(opened(), claim(ahead))).term();

        assertThat(next.number()).isEqualTo(ahead.number() + 1);
    }

    @Test
    void newTermIsNotBelowTheServersEpochMilliseconds() {
        long aMonthAgo = System.currentTimeMillis() - 30L * 24 * 3_600_000;

        assertThat(granted(opened(), BILLING).number()).isGreaterThan(aMonthAgo);
    }

    @Test
    void termsOfAComponentStrictlyIncrease() {
        TermId last = granted(opened(), BILLING);
        for (int i = 0; i < 20; i++) {
            await("the release", store.release(last));
            TermId next = ((StoreAnswer.Granted) acquireOne(opened(), claim(last))).term();

            assertThat(next.number()).isGreaterThan(last.number());
            last = next;
        }
    }

    @Test
    void acquireAnswersEachClaimOnItsOwnAndInOrder() {
        SessionId session = opened();
        TermId held = granted(opened(), BILLING);
        ComponentName fresh = new ComponentName("a-fresh-one");
        ComponentName gone = new ComponentName("z-gone");

        List<StoreAnswer.Acquired> answers = await(
                "the acquire",
                store.acquire(new AcquireRequest(
                        session,
                        List.of(
                                claimOfNoRow(SEARCH),
                                claimOfNoRow(BILLING),
                                claim(new TermId(gone, 3, freshSession())),
                                claimOfNoRow(fresh)))));
        StoreAnswer.Acquired takeover = acquireOne(session, claim(held));

        assertThat(answers).hasSize(4);
        assertThat(((StoreAnswer.Granted) answers.get(0)).term().component()).isEqualTo(SEARCH);
        assertThat(answers.get(1)).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(answers.get(2)).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(((StoreAnswer.Granted) answers.get(3)).term().component()).isEqualTo(fresh);
        assertThat(takeover).isInstanceOf(StoreAnswer.Granted.class);
    }

    @Test
    void acquireOfNothingAnswersNothing() {
        assertThat(await("the acquire", store.acquire(new AcquireRequest(opened(), List.of()))))
                .isEmpty();
    }

    @Test
    void acquireTakesMoreThanAThousandAtOnce() {
        SessionId session = opened();
        List<ComponentName> names = components("crowd/", 1_234);

        List<TermId> terms = grantedMany(session, names);

        assertThat(terms).extracting(TermId::component).containsExactlyElementsOf(names);
        StoreAnswer.Looked looked = looked(names.toArray(ComponentName[]::new));
        assertThat(looked.leases())
                .hasSize(1_234)
                .allSatisfy((name, sight) -> assertThat(sight).isInstanceOf(LeaseSight.Row.class));
        assertThat(looked.sessions()).containsOnlyKeys(session);
    }

    @Test
    void ofManyStoresThatRaceForANewRowExactlyOneWinsAndNoneFails() {
        List<Future<List<StoreAnswer.Acquired>>> race = prepared(50).stream()
                .map(each -> each.acquire(new AcquireRequest(freshSession(), List.of(claimOfNoRow(BILLING)))))
                .toList();

        assertOneWinner(race);
    }

    @Test
    void ofManyStoresThatRaceForAReleasedRowExactlyOneWinsAndNoneFails() {
        TermId seen = granted(opened(), BILLING);
        await("the release", store.release(seen));

        List<Future<List<StoreAnswer.Acquired>>> race = prepared(50).stream()
                .map(each -> each.acquire(new AcquireRequest(freshSession(), List.of(claim(seen)))))
                .toList();

        assertOneWinner(race);
    }

    @Test
    void releaseMarksTheTermReleased() {
        TermId term = granted(opened(), BILLING);

        assertThat(await("the release", store.release(term))).isTrue();
        assertThat(lease(BILLING)).isEqualTo(new Lease(term, true, generation()));
    }

    @Test
    void releaseMayBeRepeated() {
        TermId term = granted(opened(), BILLING);
        await("the release", store.release(term));

        assertThat(await("the second release", store.release(term))).isTrue();
        assertThat(lease(BILLING).released()).isTrue();
    }

    @Test
    void releaseOfAnotherTermOrSessionOrComponentChangesNothing() {
        SessionId session = opened();
        TermId term = granted(session, BILLING);

        assertThat(await("the release", store.release(new TermId(BILLING, term.number() - 1, session))))
                .isFalse();
        assertThat(await("the release", store.release(new TermId(BILLING, term.number(), freshSession()))))
                .isFalse();
        assertThat(await("the release", store.release(new TermId(SEARCH, term.number(), session))))
                .isFalse();
        assertThat(lease(BILLING).released()).isFalse();
    }

    /** Only the last two of three travel together, where any do. */
    @Test
    void releasesThatTravelTogetherAreAnsweredEachForItsOwnTerm() {
        TermId first = granted(opened(), SEARCH);
        TermId lost = granted(opened(), BILLING);
        TermId current = ((StoreAnswer.Granted) acquireOne(opened(), claim(lost))).term();

        Future<Boolean> alone = store.release(first);
        Future<Boolean> ofTheLost = store.release(lost);
        Future<Boolean> ofTheCurrent = store.release(current);

        assertThat(await("the first release", alone)).isTrue();
        assertThat(await("the release of the term that was taken over", ofTheLost))
                .isFalse();
        assertThat(await("the release of the current term", ofTheCurrent)).isTrue();
    }

    @Test
    void releaseOfATermThatWasTakenOverDoesNotTouchTheNewOne() {
        TermId lost = granted(opened(), BILLING);
        TermId current = ((StoreAnswer.Granted) acquireOne(opened(), claim(lost))).term();

        assertThat(await("the release", store.release(lost))).isFalse();
        assertThat(lease(BILLING)).isEqualTo(new Lease(current, false, generation()));
    }

    @Test
    void closeSessionMayBeRepeatedAndMayNameNothing() {
        SessionId session = opened();

        await("the close of the session", store.closeSession(session));
        await("the second close", store.closeSession(session));
        await("the close of nothing", store.closeSession(freshSession()));

        assertThat(await("the heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Gone.class);
    }

    @Test
    void closeMayBeRepeated() {
        LeaseStore another = preparedStore();

        await("the close", another.close());
        await("the second close", another.close());
    }

    @Test
    void closeOfAStoreThatNeverConnectedCompletes() {
        await("the close", newStore(vertx).close());
    }

    @Test
    void severalThingsMayBeAskedAtOnce() {
        SessionId session = opened();
        TermId held = granted(session, BILLING);

        Future<StoreAnswer.Heartbeat> heartbeat = store.heartbeat(session);
        Future<StoreAnswer.Looked> look = store.look(new LookRequest(List.of(BILLING, SEARCH)));
        Future<List<StoreAnswer.Acquired>> acquired =
                store.acquire(new AcquireRequest(session, List.of(new Claim(SEARCH, null, generation(), -1))));
        Future<Boolean> released = store.release(held);
        Future<StoreAnswer.Opened> another = store.open(opening(freshSession()));

        assertThat(await("the heartbeat", heartbeat)).isInstanceOf(StoreAnswer.Beat.class);
        assertThat(await("the look", look).leases()).containsOnlyKeys(BILLING, SEARCH);
        assertThat(await("the acquire", acquired)).hasExactlyElementsOfTypes(StoreAnswer.Granted.class);
        assertThat(await("the release", released)).isTrue();
        assertThat(await("the opening", another).server().generation()).isEqualTo(generation());
    }

    /** Made there as well. */
    @Test
    void answersComeOnTheContextTheStoreIsDrivenFrom() {
        Context context = vertx.getOrCreateContext();
        Promise<Context> answered = Promise.promise();

        context.runOnContext(turn -> {
            LeaseStore driven = newStore(vertx);
            stores.add(driven);
            driven.prepare()
                    .compose(prepared -> driven.open(opening(freshSession())))
                    .compose(opened -> driven.look(new LookRequest(List.of(BILLING))))
                    .map(looked -> Vertx.currentContext())
                    .onComplete(answered);
        });

        assertThat(await("the answer", answered.future())).isSameAs(context);
    }

    @Test
    void storeWorksWhetherOrNotItGivesHints() {
        LeaseStore another = newStore(vertx);
        stores.add(another);
        another.onHint(hint -> {});
        await("prepare", another.prepare());

        TermId term = granted(opened(), BILLING);

        assertThat(await("the release", another.release(term))).isTrue();
    }

    /** A store on the data of the running test; closed after the test. */
    protected LeaseStore preparedStore() {
        LeaseStore another = newStore(vertx);
        stores.add(another);
        await("prepare", another.prepare());
        return another;
    }

    private List<LeaseStore> prepared(int count) {
        return IntStream.range(0, count).mapToObj(i -> preparedStore()).toList();
    }

    /** The id of a session that was never opened. */
    protected static SessionId freshSession() {
        return SessionId.of(new NodeName("node"), UUID.randomUUID().toString());
    }

    /** How this suite opens a session. */
    protected static SessionOpening opening(SessionId session) {
        return new SessionOpening(session, new NodeName("node"), LEASE_MILLIS, RENEW_MILLIS);
    }

    /** A session that was opened just now. */
    protected SessionId opened() {
        SessionId session = freshSession();
        await("the opening", store.open(opening(session)));
        return session;
    }

    /** A session that was opened just now and advertises this. */
    protected SessionId opened(String metadata) {
        SessionId session = freshSession();
        await("the opening", store.open(opening(session).advertising(metadata)));
        return session;
    }

    /** The yes to a heartbeat of a session that is open. */
    protected StoreAnswer.Beat beat(SessionId session) {
        return (StoreAnswer.Beat) await("the heartbeat", store.heartbeat(session));
    }

    /** A look at these leases and their holders. */
    protected StoreAnswer.Looked looked(ComponentName... components) {
        return await("the look", store.look(new LookRequest(List.of(components))));
    }

    /** A look at these sessions and what they hold. */
    protected StoreAnswer.Looked watched(SessionId... sessions) {
        return await("the look", store.look(new LookRequest(List.of(), Set.of(sessions))));
    }

    /** What the row of a component says that has one. */
    protected Lease lease(ComponentName component) {
        return ((LeaseSight.Row) looked(component).leases().get(component)).lease();
    }

    /** The row of the session that holds {@link #BILLING}. */
    protected SessionSight sight(SessionId session) {
        return looked(BILLING).sessions().get(session);
    }

    /** The server's generation as the first store sees it. */
    protected Generation generation() {
        return looked().server().generation();
    }

    /** One the server has never had. */
    protected static Generation anotherGeneration() {
        return new Generation("another");
    }

    /** A claim on a component seen without a row. */
    protected Claim claimOfNoRow(ComponentName component) {
        return new Claim(component, null, generation(), -1);
    }

    /** A claim on a lease that was seen like this. */
    protected Claim claim(TermId seen) {
        return new Claim(seen.component(), seen, generation(), -1);
    }

    /** Claims that travel together, not waited for. */
    protected Future<List<StoreAnswer.Acquired>> acquire(SessionId session, Claim... claims) {
        return store.acquire(new AcquireRequest(session, List.of(claims)));
    }

    /** The answer to one claim, whichever it is. */
    protected StoreAnswer.Acquired acquireOne(SessionId session, Claim claim) {
        return await("the acquire", acquire(session, claim)).get(0);
    }

    /** Takes a component that has no row. */
    protected TermId granted(SessionId session, ComponentName component) {
        return ((StoreAnswer.Granted) acquireOne(session, claimOfNoRow(component))).term();
    }

    /** Takes components that have no rows, all at once. */
    protected List<TermId> grantedMany(SessionId session, List<ComponentName> components) {
        Generation generation = generation();
        List<Claim> claims = components.stream()
                .map(name -> new Claim(name, null, generation, -1))
                .toList();
        return await("the acquire", store.acquire(new AcquireRequest(session, claims))).stream()
                .map(answer -> ((StoreAnswer.Granted) answer).term())
                .toList();
    }

    /** So many names. */
    protected static List<ComponentName> components(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ComponentName(prefix + i))
                .toList();
    }

    /** Completes after this time has passed. */
    protected Future<Void> time(long millis) {
        Promise<Void> passed = Promise.promise();
        vertx.setTimer(millis, timer -> passed.complete());
        return passed.future();
    }

    private void assertOneWinner(List<Future<List<StoreAnswer.Acquired>>> race) {
        List<StoreAnswer.Acquired> answers = race.stream()
                .flatMap(each -> await("an acquire of the race", each).stream())
                .toList();

        List<StoreAnswer.Granted> winners = answers.stream()
                .filter(StoreAnswer.Granted.class::isInstance)
                .map(StoreAnswer.Granted.class::cast)
                .toList();
        assertThat(answers).hasSize(race.size());
        assertThat(winners).hasSize(1);
        assertThat(lease(BILLING).term()).isEqualTo(winners.get(0).term());
    }
}
