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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Replicas of one component, each on a Vertx of its own, and a record of who led when. */
final class Replicas implements AutoCloseable {
    static final Timing QUICK = Timing.ofMillis(3_000, 1_000, 500, 500);
    private static final String COMPONENT = "billing";

    private final Map<String, Replica> replicas = new HashMap<>();
    private final List<Notice> told = new ArrayList<>();
    private final Map<Predicate<Notice>, Promise<Notice>> awaiting = new LinkedHashMap<>();
    private int leaders;

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

    /** The next elected that was not returned before, whoever it is. */
    Notice nextLeader() {
        int number = ++leaders;
        AtomicInteger count = new AtomicInteger();
        return await(
                "leader number " + number,
                first(notice -> notice.type() == NoticeType.ELECTED && count.incrementAndGet() == number));
    }

    /** The end of this term. */
    Notice end(Notice elected) {
        return await("the end of term " + elected.term(), first(notice -> isEnd(notice, elected)));
    }

    /** Lets so much time pass that a heartbeat was answered in it, if any is. */
    void passAHeartbeat(String node) {
        Vertx vertx = replicas.get(node).vertx();
        await("time to pass", vertx.timer(QUICK.renewNanos() * 5 / 4, TimeUnit.NANOSECONDS));
    }

    /** Every term there was, in the order of their beginnings. */
    synchronized List<Reign> reigns() {
        return told.stream()
                .filter(notice -> notice.type() == NoticeType.ELECTED)
                .map(notice -> new Reign(notice.node(), notice.term(), notice.nanos(), endOf(notice)))
                .sorted(Comparator.comparingLong(Reign::startNanos))
                .toList();
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

    /** The first that is so, told already or to come; each is asked about once, in order. */
    private synchronized Future<Notice> first(Predicate<Notice> condition) {
        Optional<Notice> known = told.stream().filter(condition).findFirst();
        if (known.isPresent()) {
            return Future.succeededFuture(known.get());
        }
        Promise<Notice> later = Promise.promise();
        awaiting.put(condition, later);
        return later.future();
    }

    private void hear(Notice notice) {
        List<Promise<Notice>> awaited = new ArrayList<>();
        synchronized (this) {
            told.add(notice);
            awaiting.entrySet().removeIf(each -> each.getKey().test(notice) && awaited.add(each.getValue()));
        }
        awaited.forEach(each -> each.complete(notice));
    }

    private long endOf(Notice elected) {
        return told.stream()
                .filter(notice -> isEnd(notice, elected))
                .findFirst()
                .map(Replicas::lastValidNanos)
                .orElseGet(System::nanoTime);
    }

    private static boolean isEnd(Notice notice, Notice elected) {
        return notice.type() == NoticeType.REVOKED
                && notice.node().equals(elected.node())
                && elected.term().equals(notice.term());
    }

    private static long lastValidNanos(Notice revoked) {
        Long validUntil = revoked.validUntilNanos();
        return validUntil == null || revoked.nanos() - validUntil < 0 ? revoked.nanos() : validUntil;
    }
}
