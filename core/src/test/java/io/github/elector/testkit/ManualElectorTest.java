// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.ElectorOptions;
import io.github.elector.FenceAheadException;
import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.TermWork;
import io.github.elector.lease.EndReason;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManualElectorTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private Notices notices;

    @BeforeEach
    void listen() {
        notices = Notices.about("billing", vertx);
    }

    @AfterEach
    void closeVertx() {
        await("the end of Vert.x", vertx.close());
    }

    @Test
    void standsByUntilATermIsGranted() {
        ManualElector elector = started(TermWork.of(Billing::new));

        assertThat(elector.term()).isEmpty();
        assertThat(elector.leadership().leader()).contains(ManualElector.RIVAL);
        assertThat(told).isEmpty();
        assertThat(notices.await(NoticeType.LEADER_CHANGED).leader()).isEqualTo(ManualElector.RIVAL);
        assertThat(notices.all(NoticeType.ELECTED)).isEmpty();
    }

    @Test
    void grantedTermIsValidAndItsWorkRuns() {
        ManualElector elector = started(TermWork.of(Billing::new));

        Term term = granted(elector);

        assertThat(term.isValid()).isTrue();
        assertThat(elector.term()).contains(term);
        assertThat(told).containsExactly("start of a valid term, which is current");
        assertThat(notices.await(NoticeType.ELECTED).term()).isEqualTo(term.number());
    }

    @Test
    void revokedTermIsOverBeforeItsWorkIsStopped() {
        ManualElector elector = started(TermWork.of(Billing::new));
        Term term = granted(elector);

        await("the revoke", elector.revoke());

        assertThat(term.isValid()).isFalse();
        assertThat(told).last().isEqualTo("stop of a term that is over");
        assertThat(await("the end", term.ended())).isEqualTo(EndReason.RESIGNED);
        assertThat(elector.leadership().leader()).contains(ManualElector.RIVAL);
    }

    @Test
    void expiredTermIsInvalidAtOnce() {
        ManualElector elector = started(TermWork.of(Billing::new));
        Term term = granted(elector);

        Future<Void> expiry = elector.expire();

        assertThat(term.isValid()).isFalse();
        assertThat(term.remaining()).isZero();
        await("the expiry", expiry);
        assertThat(told).last().isEqualTo("stop of a term that is over");
        assertThat(await("the end", term.ended())).isEqualTo(EndReason.STORE_UNREACHABLE);
        assertThat(elector.leadership().leader()).contains(ManualElector.RIVAL);
    }

    @Test
    void termsMayFollowEachOtherHoweverTheyEnd() {
        ManualElector elector = started(TermWork.of(Billing::new));
        long last = -1;

        for (int i = 0; i < 3; i++) {
            Term first = granted(elector);
            await("the expiry", elector.expire());
            Term second = granted(elector);
            await("the revoke", elector.revoke());

            assertThat(List.of(last, first.number(), second.number()))
                    .isSorted()
                    .doesNotHaveDuplicates();
            last = second.number();
        }
        assertThat(told).hasSize(12);
    }

    @Test
    void storeThatIsCutOffIsToldAndTheTermStaysUntilItExpires() {
        ManualElector elector = started(TermWork.of(Billing::new));
        Term term = granted(elector);

        await("the cut", elector.storeUnreachable());

        assertThat(notices.await(NoticeType.STORE_UNREACHABLE).reason()).isEqualTo("unreachable");
        assertThat(term.isValid()).isTrue();
        assertThat(await("the health", elector.health()).isUp()).isFalse();
        await("the expiry", elector.expire());
        assertThat(told).last().isEqualTo("stop of a term that is over");
        assertThat(failure("the grant", elector.grant())).hasMessageContaining("storeReachable()");
        await("the mending", elector.storeReachable());
        assertThat(granted(elector).number()).isGreaterThan(term.number());
    }

    @Test
    void termOutlivesAStoreThatAnswersAgain() {
        ManualElector elector = started(TermWork.of(Billing::new));
        Term term = granted(elector);

        await("the cut", elector.storeUnreachable());
        await("the mending", elector.storeReachable());

        notices.await(NoticeType.STORE_RECOVERED);
        assertThat(term.isValid()).isTrue();
        assertThat(notices.all(NoticeType.REVOKED)).isEmpty();
        await("the revoke", elector.revoke());
    }

    @Test
    void standbyHearsOfAStoreThatIsCutOff() {
        ManualElector elector = started(TermWork.none());

        await("the cut", elector.storeUnreachable());
        await("a second cut", elector.storeUnreachable());
        await("the mending", elector.storeReachable());

        notices.await(NoticeType.STORE_UNREACHABLE);
        notices.await(NoticeType.STORE_RECOVERED);
        assertThat(granted(elector).isValid()).isTrue();
    }

    @Test
    void grantFailsWithWhatTheStartFailedWithAndMayBeTriedAgain() {
        AtomicBoolean broken = new AtomicBoolean(true);
        ManualElector elector = started(TermWork.of(term -> context ->
                broken.get() ? Future.failedFuture(new IOException("no ledger")) : Future.succeededFuture()));

        Throwable failure = failure("the grant", elector.grant());

        assertThat(failure).isInstanceOf(IOException.class).hasMessage("no ledger");
        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("work-failed");
        broken.set(false);
        assertThat(granted(elector).isValid()).isTrue();
    }

    @Test
    void grantFailsWithWhatThrewWhileTheWorkWasMade() {
        ManualElector elector = started(TermWork.of(term -> {
            throw new IllegalArgumentException("no currency");
        }));

        assertThat(failure("the grant", elector.grant())).isInstanceOf(IllegalArgumentException.class);
        assertThat(failure("the next grant", elector.grant())).hasMessage("no currency");
    }

    @Test
    void grantFailsWhenTheStartTakesTooLong() {
        ElectorOptions impatient = new ElectorOptions().setComponent("billing").setStart(50);
        Promise<Void> loading = Promise.promise();
        ManualElector elector = await(
                "the start of an elector",
                ManualElector.start(vertx, impatient, TermWork.of(term -> context -> loading.future())));

        Future<Term> grant = elector.grant();
        notices.await(NoticeType.REVOKED);
        loading.complete();

        assertThat(failure("the grant", grant)).hasMessageContaining("ended before its work ran");
    }

    @Test
    void grantFailsWithWhatAGateFailedWith() {
        ManualElector elector =
                started(TermWork.none().behind(term -> Future.failedFuture(new IOException("no fence"))));

        assertThat(failure("the grant", elector.grant())).hasMessage("no fence");
        assertThat(notices.all(NoticeType.ELECTED)).isEmpty();
        assertThat(elector.term()).isEmpty();
    }

    @Test
    void fenceThatIsAheadMakesTheGrantedTermALaterOne() {
        AtomicLong fence = new AtomicLong(System.currentTimeMillis() + 3_600_000);
        ManualElector elector = started(TermWork.of(Billing::new)
                .behind(term -> term.number() > fence.get()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new FenceAheadException(fence.get()))));

        assertThat(granted(elector).number()).isGreaterThan(fence.get());
    }

    @Test
    void everyInstanceRunsWhenTheGrantCompletes() {
        Promise<Void> loaded = Promise.promise();
        Promise<Void> quickRuns = Promise.promise();
        ManualElector elector = started(TermWork.of(Billing::new, new DeploymentOptions().setInstances(3))
                .and(term -> context -> Future.<Void>succeededFuture().onComplete(quickRuns), new DeploymentOptions())
                .and(term -> context -> loaded.future(), new DeploymentOptions()));

        Future<Term> grant = elector.grant();
        await("the start of what is quick", quickRuns.future());
        notices.await(NoticeType.ELECTED);
        assertThat(grant.isComplete()).isFalse();
        loaded.complete();

        await("the grant", grant);
        assertThat(told).hasSize(3);
    }

    /** Were any of it waited for, this would take hours. */
    @Test
    void noActWaitsForTheTimesOfItsOptions() {
        ElectorOptions slow = new ElectorOptions()
                .setComponent("billing")
                .setLease(Duration.ofHours(12))
                .setRenew(Duration.ofHours(2))
                .setRetry(Duration.ofHours(1))
                .setStop(Duration.ofHours(1));
        ManualElector elector =
                await("the start of an elector", ManualElector.start(vertx, slow, TermWork.of(Billing::new)));

        granted(elector);
        await("the revoke", elector.revoke());
        granted(elector);
        await("the expiry", elector.expire());
        granted(elector);
        await("the cut", elector.storeUnreachable());
        await("the mending", elector.storeReachable());
        await("the second cut", elector.storeUnreachable());
        await("the expiry", elector.expire());
        await("the second mending", elector.storeReachable());
        granted(elector);
        await("the close", elector.close());

        assertThat(told).hasSize(8);
    }

    @Test
    void rivalLeadsOnceTheWorkEndedItsTermItself() {
        ManualElector elector = started(TermWork.of(Billing::new));
        Term term = granted(elector);

        term.fail(new IOException("no ledger"));

        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("work-failed");
        await("nothing in hand", elector.resign(Duration.ZERO));
        assertThat(elector.term()).isEmpty();
        assertThat(granted(elector).number()).isGreaterThan(term.number());
    }

    @Test
    void grantOverridesThatItWasToStayOut() {
        ManualElector elector = started(TermWork.of(Billing::new));
        await("the observing", elector.observe());

        assertThat(granted(elector).isValid()).isTrue();
    }

    @Test
    void revokeWaitsForWorkAndSaysSoWhenItOverran() {
        Promise<Void> stopped = Promise.promise();
        ElectorOptions impatient = new ElectorOptions()
                .setComponent("billing")
                .setLease(3_000)
                .setRenew(500)
                .setRetry(500)
                .setStop(100);
        ManualElector elector = await(
                "the start of an elector",
                ManualElector.start(vertx, impatient, TermWork.of(term -> new VerticleBase() {
                    @Override
                    public Future<?> stop() {
                        return stopped.future();
                    }
                })));
        Term term = granted(elector);

        Throwable failure = failure("the revoke", elector.revoke());

        assertThat(failure).hasMessageContaining("term " + term.number() + " did not end within the stop budget");
        assertThat(failure("the grant", elector.grant()))
                .hasMessageContaining("has overrun its stop budget and still runs");
        stopped.complete();
        await("nothing in hand", elector.resign(Duration.ZERO));
        assertThat(granted(elector).number()).isGreaterThan(term.number());
    }

    @Test
    void actsThatMakeNoSenseNowAreRefused() {
        ManualElector elector = started(TermWork.of(Billing::new));

        assertThat(failure("a revoke", elector.revoke()))
                .hasMessage("component 'billing': it does not lead, so there is nothing to revoke: call grant() first");
        assertThat(failure("an expiry", elector.expire())).hasMessageContaining("nothing to expire");
        Term term = granted(elector);
        assertThat(failure("a second grant", elector.grant()))
                .hasMessage("component 'billing': it leads already, with term " + term.number()
                        + ": end that with revoke() or expire() first");
        await("the close", elector.close());
        assertThat(failure("a grant", elector.grant())).hasMessage("component 'billing': this elector is closed");
    }

    @Test
    void observerAndWrongOptionsAreRefused() {
        ElectorOptions observing = new ElectorOptions().setComponent("billing").setCampaign(false);
        ElectorOptions hasty = new ElectorOptions().setComponent("billing").setLease(1);
        ElectorOptions nameless = new ElectorOptions().setComponent("bil ling");

        assertThat(failure("an observer", ManualElector.start(vertx, observing, TermWork.none())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("campaign false");
        assertThat(failure("a wrong name", ManualElector.start(vertx, nameless, TermWork.none())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(failure("a wrong lease", ManualElector.start(vertx, hasty, TermWork.none())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lease (1.0 ms)");
    }

    @Test
    void closedElectorHasStoppedItsWorkAndAnotherMayCome() {
        ManualElector elector = started(TermWork.of(Billing::new));
        granted(elector);

        await("the close", elector.close());

        assertThat(told).last().isEqualTo("stop of a term that is over");
        assertThat(granted(started(TermWork.of(Billing::new))).isValid()).isTrue();
    }

    @Test
    void whatIsUnderWayFailsWhenTheElectorIsClosed() {
        ManualElector elector = started(TermWork.of(term -> new VerticleBase() {
            @Override
            public Future<?> start() {
                return Promise.promise().future();
            }
        }));
        Future<Term> granted = elector.grant();
        Future<Void> cut = elector.storeUnreachable();

        await("the close", elector.close());

        assertThat(failure("the grant", granted)).hasMessageContaining("closed");
        await("an answer", cut.otherwiseEmpty());
    }

    @Test
    void everyActOnAClosedElectorIsRefused() {
        ManualElector elector = started(TermWork.none());
        await("the close", elector.close());

        for (Future<?> act : List.of(
                elector.grant(),
                elector.revoke(),
                elector.expire(),
                elector.storeUnreachable(),
                elector.storeReachable())) {
            assertThat(failure("an act", act)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void storeThatIsCutOffAndMendedAtOnceIsToldAsBoth() {
        ManualElector elector = started(TermWork.none());

        Future<Void> cut = elector.storeUnreachable();
        Future<Void> mended = elector.storeReachable();

        await("the cut", cut);
        await("the mend", mended);
        notices.await(NoticeType.STORE_UNREACHABLE);
        notices.await(NoticeType.STORE_RECOVERED);
        granted(elector);
    }

    @Test
    void grantThatIsCutOffGoesOnWhenTheStoreAnswersAgain() {
        ManualElector elector = started(TermWork.none());

        Future<Term> granted = elector.grant();
        await("the cut", elector.storeUnreachable());
        await("the mend", elector.storeReachable());

        assertThat(await("the grant", granted).isValid()).isTrue();
    }

    /** After a resignation the elector looks late, so as not to get into the way of the next leader. */
    @Test
    void revokeOfWhatWasJustResignedWaitsForNoLook() {
        ManualElector elector = started(TermWork.none());
        granted(elector);
        long from = System.nanoTime();

        elector.resign(Duration.ofMinutes(1));
        Throwable refusal =
                await("the revoke", elector.revoke().map((Throwable) null).otherwise(cause -> cause));

        assertThat(refusal == null || refusal.getMessage().contains("nothing to revoke"))
                .isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void grantWaitsForWorkWhoseTermIsOver() {
        Promise<Void> stopped = Promise.promise();
        ManualElector elector = started(TermWork.of(term -> new VerticleBase() {
            @Override
            public Future<?> stop() {
                return stopped.future();
            }
        }));
        Term first = granted(elector);
        first.fail(new IOException("the disk is full"));
        await("the end", first.ended());

        Future<Term> granted = elector.grant();
        stopped.complete();

        assertThat(await("the grant", granted).number()).isGreaterThan(first.number());
    }

    @Test
    void pieceOfWorkThatBeganBeforeTheEndHoldsTheRevoke() {
        ManualElector elector = started(TermWork.of(Billing::new));
        Term term = granted(elector);
        Promise<String> written = Promise.promise();
        Future<String> act = term.asWork(written::future);

        Future<Void> revoke = elector.revoke();
        notices.await(NoticeType.REVOKED);
        assertThat(revoke.isComplete()).isFalse();
        written.complete("written");

        await("the revoke", revoke);
        assertThat(act.result()).isEqualTo("written");
        assertThat(failure("a later act", term.asWork(written::future))).isInstanceOf(TermOverException.class);
    }

    @Test
    void actIsToldThatItsTermExpiredUnderIt() {
        ManualElector elector = started(TermWork.of(Billing::new));
        Term term = granted(elector);
        Promise<String> written = Promise.promise();
        Future<String> act = term.whileValid(written::future);

        Future<Void> expiry = elector.expire();
        written.complete("written");

        assertThat(failure("the act", act))
                .isInstanceOf(TermOverException.class)
                .hasMessageContaining("when the act was done");
        await("the expiry", expiry);
    }

    private ManualElector started(TermWork work) {
        return await("the start of an elector", ManualElector.start(vertx, "billing", work));
    }

    private static Term granted(ManualElector elector) {
        return await("the grant", elector.grant());
    }

    /** Tells what it sees. */
    private final class Billing extends VerticleBase {
        private final Term term;

        Billing(Term term) {
            this.term = term;
        }

        @Override
        public Future<?> start() {
            told.add("start of a " + (term.isValid() ? "valid" : "finished") + " term, which is "
                    + (Term.current().equals(Optional.of(term)) ? "current" : "not current"));
            return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
            told.add("stop of a term that is " + (term.isValid() ? "valid" : "over"));
            return Future.succeededFuture();
        }
    }
}
