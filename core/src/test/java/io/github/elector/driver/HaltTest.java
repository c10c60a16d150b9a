// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.OverrunPolicy;
import io.github.elector.notice.NoticeType;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.testing.Await;
import io.github.elector.testing.ChildJvm;
import io.github.elector.testing.ChildJvm.Outcome;
import io.github.elector.testing.JumpingClock;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** {@link OverrunPolicy#HALT}, in JVMs of their own. */
class HaltTest {
    private static final long LEASE_MILLIS = 3_500;

    @Test
    void workThatHangsInItsStopHaltsTheJvmBeforeItsLeaseCouldBeTaken() {
        Outcome outcome = ChildJvm.run(Child.class, "stop");

        assertThat(outcome.status()).as(outcome.lines().toString()).isEqualTo(70);
        assertThat(lastNanosOf("alive", outcome)).isLessThan(lastNanosOf("hard end", outcome));
    }

    @Test
    void workThatBlocksTheEventLoopOfItsElectorHaltsTheJvmToo() {
        Outcome outcome = ChildJvm.run(Child.class, "loop");

        assertThat(outcome.status()).as(outcome.lines().toString()).isEqualTo(70);
        assertThat(lastNanosOf("alive", outcome)).isLessThan(lastNanosOf("hard end", outcome));
    }

    @Test
    void workThatEndsInTimeHaltsNothing() {
        Outcome outcome = ChildJvm.run(Child.class, "in time");

        assertThat(outcome.status()).as(outcome.lines().toString()).isZero();
        assertThat(lastNanosOf("closed", outcome)).isPositive();
    }

    /** The elector is closed when the stop budget is over, and nobody hears on its host when the work ends after that. */
    @Test
    void workThatEndsAfterItsElectorWasClosedHaltsNothing() {
        Outcome outcome = ChildJvm.run(Child.class, "closed first");

        assertThat(outcome.status()).as(outcome.lines().toString()).isZero();
        assertThat(lastNanosOf("closed", outcome)).isGreaterThan(lastNanosOf("hard end", outcome));
    }

    @Test
    void workThatHangsInItsStopHaltsTheJvmThoughItsElectorWasClosed() {
        Outcome outcome = ChildJvm.run(Child.class, "closed for ever");

        assertThat(outcome.status()).as(outcome.lines().toString()).isEqualTo(70);
        assertThat(lastNanosOf("alive", outcome)).isLessThan(lastNanosOf("hard end", outcome));
    }

    /** Another may lead already: its monotonic clock alone would give a process that slept another lease. */
    @Test
    void workThatHangsOnAMachineThatSleptForALeaseHaltsTheJvmAtOnce() {
        Outcome outcome = ChildJvm.run(Child.class, "slept");

        assertThat(outcome.status()).as(outcome.lines().toString()).isEqualTo(70);
        long halfALeaseBefore = lastNanosOf("hard end", outcome) - LEASE_MILLIS / 2 * 1_000_000;
        assertThat(outcome.lines())
                .filteredOn(line -> line.startsWith("alive "))
                .allSatisfy(line -> assertThat(Long.parseLong(line.substring("alive ".length())))
                        .isLessThan(halfALeaseBefore));
    }

    private static long lastNanosOf(String what, Outcome outcome) {
        return outcome.lines().stream()
                .filter(line -> line.startsWith(what + " "))
                .mapToLong(line -> Long.parseLong(line.substring(what.length() + 1)))
                .max()
                .orElseThrow(() -> new AssertionError("no '" + what + "' in " + outcome.lines()));
    }

    /** Leads, resigns, and does not stop, or does. */
    static final class Child {
        private Child() {}

        public static void main(String[] how) {
            Vertx vertx = Vertx.vertx();
            Notices notices = Notices.about("billing", vertx);
            ScriptedWork work = new ScriptedWork();
            Promise<Void> stop = Promise.promise();
            if (!how[0].equals("in time")) {
                work.onStop(term -> stop.future());
            }
            ElectorOptions options = new ElectorOptions()
                    .setComponent("billing")
                    .setStoreUri("memory:")
                    .setLease(LEASE_MILLIS)
                    .setRenew(500)
                    .setRetry(500)
                    .setStop(1_500)
                    .setOverrun(OverrunPolicy.HALT);
            JumpingClock clock = new JumpingClock();
            Elector elector = Await.await(
                    "the start",
                    Hosts.of(vertx).start(options, "memory:", work.work(), clock, LeaseStoreProvider::find));
            work.running().awaitReached(1);
            notices.await(NoticeType.ELECTED);
            CountDownLatch never = new CountDownLatch(1);
            Promise<Void> printed = Promise.promise();
            notices.alsoTell(notice -> {
                if (notice.type() == NoticeType.REVOKED) {
                    say("hard end", notice.validUntilNanos());
                    startSayingAlive();
                    printed.complete();
                }
            });
            if (how[0].equals("loop")) {
                Elector watched = elector;
                watched.term().orElseThrow().ended().onSuccess(reason -> {
                    Await.await("the notice", printed.future());
                    awaitForEver(never);
                });
            }
            if (how[0].equals("slept")) {
                clock.jump(Duration.ofHours(1));
                awaitForEver(never);
            }
            if (how[0].startsWith("closed")) {
                Await.await("the close", elector.close());
                if (how[0].equals("closed for ever")) {
                    awaitForEver(never);
                }
                stop.complete();
                Await.await("another lease", vertx.timer(LEASE_MILLIS, TimeUnit.MILLISECONDS));
                say("closed", System.nanoTime());
                Await.await("the end", vertx.close());
                return;
            }
            elector.resign(Duration.ofMinutes(1));
            if (how[0].equals("in time")) {
                Await.await("the notice", printed.future());
                Await.await("the end", vertx.close());
                say("closed", System.nanoTime());
                return;
            }
            awaitForEver(never);
        }

        private static void startSayingAlive() {
            Thread alive = new Thread(() -> {
                while (true) {
                    say("alive", System.nanoTime());
                    LockSupport.parkNanos(1_000_000);
                }
            });
            alive.setDaemon(true);
            alive.start();
        }

        private static void say(String what, long nanos) {
            synchronized (System.out) {
                System.out.println(what + " " + nanos);
                System.out.flush();
            }
        }

        private static void awaitForEver(CountDownLatch never) {
            try {
                never.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
