// SPDX-License-Identifier: Apache-2.0
package io.github.elector.micrometer;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.lease.SessionId;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus sees of electors. */
class ElectorMetersTest {
    private final String uri = "memory:" + UUID.randomUUID();
    private final Vertx vertx = Vertx.vertx();
    private Scrape scrape;

    @BeforeEach
    void open() {
        scrape = new Scrape(vertx);
        ElectorMeters.bind(vertx, scrape.registry);
    }

    @AfterEach
    void close() {
        await("the close", vertx.close());
    }

    private ElectorOptions options(String component) {
        return new ElectorOptions()
                .setComponent(component)
                .setNode("replica-1")
                .setStoreUri(uri)
                .setLease(30_000)
                .setRenew(100)
                .setRetry(200)
                .setStop(500);
    }

    private Elector start(String component) {
        return await("the start", Elector.start(vertx, options(component), TermWork.none()));
    }

    private Elector startLeading(String component) {
        Notices notices = Notices.about(component, vertx);
        Elector elector = start(component);
        notices.await(NoticeType.ELECTED);
        settle(vertx, component);
        return elector;
    }

    /** What the host was doing is done, also what comes after it told others. */
    private static void settle(Vertx of, String component) {
        await("the state", of.eventBus().request("elector.state." + component, new JsonObject()));
    }

    @Test
    void aLeaderIsSeenOverHttp() {
        Elector elector = startLeading("billing");
        long term = elector.term().orElseThrow().number();

        assertThat(scrape.value("leader_election_master_status", "name", "billing", "node", "replica-1"))
                .isEqualTo(1);
        assertThat(scrape.value("elector_term", "component", "billing")).isEqualTo((double) term);
        assertThat(scrape.value("elector_terms_begun_total", "component", "billing"))
                .isEqualTo(1);
        assertThat(scrape.value("elector_terms_ended_total", "component", "billing", "reason", "resigned"))
                .isZero();
        assertThat(scrape.value("elector_claims_total", "outcome", "granted")).isEqualTo(1);
        assertThat(scrape.value("elector_store_reachable", "node", "replica-1")).isEqualTo(1);
        assertThat(scrape.value("elector_session_remaining_seconds")).isBetween(25.0, 29.94);
        assertThat(scrape.value("elector_session_age_seconds")).isBetween(0.0, 20.0);
        assertThat(scrape.value("elector_store_operations_seconds_count", "operation", "open", "outcome", "answered"))
                .isEqualTo(1);
        assertThat(scrape.value("elector_store_operations_seconds_sum", "operation", "open", "outcome", "answered"))
                .isPositive();

        await("the resignation", elector.resign(Duration.ofMinutes(1)));
        settle(vertx, "billing");

        assertThat(scrape.value("leader_election_master_status", "name", "billing"))
                .isZero();
        assertThat(scrape.value("elector_terms_ended_total", "component", "billing", "reason", "resigned"))
                .isEqualTo(1);
        assertThat(scrape.value("elector_drain_seconds_count", "component", "billing"))
                .isEqualTo(1);
        assertThat(scrape.value("elector_overruns_total", "component", "billing"))
                .isZero();
    }

    @Test
    void everyHeartbeatIsTimed() {
        Notices notices = Notices.about("search", vertx);
        startLeading("billing");
        double before = heartbeats();
        // A second component is led after a look, which is after the heartbeats of one renewal at least.
        Elector search = startLeading("search");
        await("the resignation", search.resign(Duration.ofMillis(300)));
        notices.await(NoticeType.ELECTED);
        notices.await(NoticeType.ELECTED);

        assertThat(heartbeats()).isGreaterThanOrEqualTo(before + 2);
        assertThat(scrape.value(
                        "elector_store_operations_seconds_max", "operation", "heartbeat", "outcome", "answered"))
                .isPositive();
    }

    private double heartbeats() {
        return scrape.value("elector_store_operations_seconds_count", "operation", "heartbeat", "outcome", "answered");
    }

    @Test
    void tagsAreNamesAndFixedWordsAndNeverSessionsOrTerms() {
        Elector elector = startLeading("billing");
        SessionId session = elector.term().orElseThrow().id().session();
        Set<String> keys = Set.of("node", "component", "name", "operation", "outcome", "kind", "reason");

        for (Scrape.Sample sample : scrape.read()) {
            assertThat(keys).containsAll(sample.labels().keySet());
            assertThat(sample.labels().values()).doesNotContain(session.value());
            sample.labels().values().forEach(value -> assertThat(value).matches("[a-z-]+|replica-1"));
        }
    }

    @Test
    void allMetersAreThereBeforeAnythingHappensAndNoneComesLater() {
        startLeading("billing");
        Elector search = start("search");
        Set<Meter.Id> first = ids();

        await("the resignation", search.resign(Duration.ofMinutes(1)));

        assertThat(ids()).isEqualTo(first);
    }

    @Test
    void anObserverIsNoStandbyAndHasNoSessionThatCouldRunOut() {
        startLeading("billing");

        await("the start", Elector.start(vertx, options("search").setCampaign(false), TermWork.none()));

        assertThat(scrape.read())
                .filteredOn(sample -> sample.name().equals("leader_election_master_status"))
                .extracting(sample -> sample.labels().get("name"))
                .containsExactly("billing");
        assertThat(scrape.value("elector_term", "component", "search")).isZero();
        assertThat(scrape.value("elector_session_remaining_seconds")).isBetween(25.0, 29.94);
        assertThat(scrape.value("elector_session_age_seconds")).isPositive();
    }

    /** As an application does that binds each of its two. */
    @Test
    void twoVertxBoundToOneRegistryAreBothMeasuredUntilTheirEnds() {
        Vertx other = Vertx.vertx();
        ElectorMeters.bind(other, scrape.registry);
        Elector billing = startLeading("billing");
        await("the start", Elector.start(other, options("search"), TermWork.none()));
        assertThat(scrape.value("elector_claims_total", "outcome", "granted")).isPositive();

        await("the close", billing.close());

        assertThat(scrape.value("elector_store_reachable")).isEqualTo(1);
        assertThat(scrape.read()).anyMatch(sample -> sample.labels().containsValue("search"));
        await("the end of the other", other.close());
        assertThat(scrape.registry.getMeters()).isEmpty();
    }

    private Set<Meter.Id> ids() {
        return Set.copyOf(scrape.registry.getMeters().stream().map(Meter::getId).toList());
    }

    @Test
    void whatIsGivenUpIsNotMeasuredAnyMore() {
        Elector billing = startLeading("billing");
        Elector search = startLeading("search");

        await("the close", search.close());
        assertThat(scrape.read()).noneMatch(sample -> sample.labels().containsValue("search"));
        assertThat(scrape.value("leader_election_master_status", "name", "billing"))
                .isEqualTo(1);
        await("the close", billing.close());

        assertThat(scrape.registry.getMeters()).isEmpty();
    }

    @Test
    void rivalsOfOneNameInOneProcessCountTogether() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ElectorMeters meters = new ElectorMeters(registry);
        Vertx one = Vertx.vertx();
        Vertx other = Vertx.vertx();
        List<Vertx> both = List.of(one, other);
        both.forEach(each -> Elector.measure(each, meters));
        Notices notices = Notices.about("billing", one);
        Notices rivals = Notices.about("billing", other);
        Elector leader = await("the start", Elector.start(one, options("billing"), TermWork.none()));
        notices.await(NoticeType.ELECTED);
        await("the start", Elector.start(other, options("billing"), TermWork.none()));
        rivals.await(NoticeType.LEADER_CHANGED);

        assertThat(registry.get("leader.election.master.status").gauge().value())
                .isEqualTo(1);
        assertThat(registry.get("elector.term").gauge().value())
                .isEqualTo((double) leader.term().orElseThrow().number());
        await("the close", leader.close());
        rivals.await(NoticeType.ELECTED);
        settle(other, "billing");

        assertThat(registry.get("leader.election.master.status").gauge().value())
                .isEqualTo(1);
        assertThat(registry.get("elector.terms.begun").counter().count()).isEqualTo(2);
        await("the end", Future.join(both.stream().map(Vertx::close).toList()));
        assertThat(registry.getMeters()).isEmpty();
    }
}
