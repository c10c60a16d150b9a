// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.lease.Timing;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Replicas of one component, each on a Vertx of its own, and a record of who led when. */
final class Replicas implements AutoCloseable {
    static final String COMPONENT = "billing";
    static final Timing QUICK = Timing.ofMillis(3_000, 1_000, 500, 500);

    private final Map<String, Replica> replicas = new HashMap<>();
    private final List<Notice> told = new ArrayList<>();
    private final List<Promise<Notice>> awaiting = new ArrayList<>();
    private int electedRead;

    private record Replica(Vertx vertx, Elector elector) {}

    /** One more, with these times; {@code store} is its store object. */
    void start(String node, Timing timing, JsonObject store) {
        Vertx vertx = Vertx.vertx();
        Notices.about(COMPONENT, vertx).alsoTell(this::hear);
        ElectorOptions options = new ElectorOptions()
                .setComponent(COMPONENT)
                .setNode(node)
                .setLease(Duration.ofNanos(timing.leaseNanos()))
                .setRenew(Duration.ofNanos(timing.renewNanos()))
                .setRetry(Duration.ofNanos(timing.retryNanos()))
                .setStop(Duration.ofNanos(timing.stopNanos()))
                .setStore(store);
        TermWork idle = TermWork.of(term -> new VerticleBase() {});
        replicas.put(node, new Replica(vertx, await("the start of " + node, Elector.start(vertx, options, idle))));
    }

    void start(String node, JsonObject store) {
        start(node, QUICK, store);
    }

    /** Gives up what it leads, and stays out for so long. */
    void resign(String node, Duration stayOut) {
        await("the resignation of " + node, replicas.get(node).elector().resign(stayOut));
    }

    /** Whether its term, if it has one, is valid now. */
    boolean leads(String node) {
        return replicas.get(node)
                .elector()
                .term()
                .filter(term -> term.isValid())
                .isPresent();
    }

    /** The next elected that was not returned before, whoever it is. */
    Notice nextLeader() {
        return await("the next leader of " + told(), nextElected());
    }

    /** What was told so far, in the order of its delivery. */
    synchronized List<Notice> told() {
        return List.copyOf(told);
    }

    /** Lets time pass, and nothing else. */
    static void pass(Vertx vertx, Duration time) {
        await("time to pass", vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Every term there was, in the order of their beginnings. */
    synchronized List<Reign> reigns() {
        List<Reign> reigns = new ArrayList<>();
        for (Notice notice : told) {
            if (notice.type() == NoticeType.ELECTED) {
                reigns.add(new Reign(notice.node(), notice.term(), notice.nanos(), endOf(notice)));
            }
        }
        reigns.sort(Comparator.comparingLong(Reign::startNanos));
        return reigns;
    }

    /** G1 and G2. */
    void assertNoOverlapAndGrowingTerms() {
        List<Reign> reigns = reigns();
        for (int i = 1; i < reigns.size(); i++) {
            assertThat(reigns.get(i).overlaps(reigns.get(i - 1)))
                    .as("two valid terms at one instant, of %s", reigns)
                    .isFalse();
            assertThat(reigns.get(i).term())
                    .as("terms of %s", reigns)
                    .isGreaterThan(reigns.get(i - 1).term());
        }
    }

    @Override
    public void close() {
        List<Future<Void>> closing = replicas.values().stream()
                .map(replica -> replica.vertx().close())
                .toList();
        await("the end of every replica", Future.join(closing));
    }

    private synchronized Future<Notice> nextElected() {
        List<Notice> elected =
                told.stream().filter(each -> each.type() == NoticeType.ELECTED).toList();
        Promise<Notice> next = Promise.promise();
        if (electedRead < elected.size()) {
            next.complete(elected.get(electedRead));
        } else {
            awaiting.add(next);
        }
        electedRead++;
        return next.future();
    }

    private void hear(Notice notice) {
        Promise<Notice> waiter = null;
        synchronized (this) {
            told.add(notice);
            if (notice.type() == NoticeType.ELECTED && !awaiting.isEmpty()) {
                waiter = awaiting.remove(0);
            }
        }
        if (waiter != null) {
            waiter.complete(notice);
        }
    }

    private long endOf(Notice elected) {
        for (Notice notice : told) {
            if (notice.type() == NoticeType.REVOKED
                    && notice.node().equals(elected.node())
                    && elected.term().equals(notice.term())) {
                Long validUntil = notice.validUntilNanos();
                return validUntil == null || notice.nanos() - validUntil < 0 ? notice.nanos() : validUntil;
            }
        }
        return System.nanoTime();
    }
}
