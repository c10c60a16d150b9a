// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a console makes of notices and looks; the database's clock is 1 000 s ahead of ours. */
class ChronicleTest {
    private static final long AHEAD = 1_000_000;
    private static final long LEASE = 10_000;

    private Chronicle chronicle = new Chronicle("alpha", List.of("discovery"));
    private final Board board = new Board();
    private long now = 5_000_000;

    @BeforeEach
    void lookOnce() {
        look(List.of(), session("alpha", now), session("beta", now));
    }

    @Test
    void aTermThatIsHeardOfIsTheSameWhenItIsRead() {
        chronicle.onNotice(notice(NoticeType.ELECTED, 7, now));
        look(List.of(held("alpha", 7, now - 20)), session("alpha", now));

        assertThat(terms()).singleElement().satisfies(term -> {
            assertThat(term.getString("term")).isEqualTo("7");
            assertThat(term.getLong("from")).isEqualTo(now);
        });
        assertThat(types()).containsExactly("leads");
    }

    @Test
    void aTermThatIsReadFirstBeginsExactlyWhenItIsHeardOf() {
        look(List.of(held("alpha", 7, now - 20)), session("alpha", now));
        chronicle.onNotice(notice(NoticeType.ELECTED, 7, now + 3));

        assertThat(terms()).extracting(term -> term.getLong("from")).containsExactly(now + 3);
        assertThat(types()).containsExactly("leads");
    }

    @Test
    void aTermThatEndedIsNotRevivedByALookThatIsOlder() {
        chronicle.onNotice(notice(NoticeType.ELECTED, 7, now));
        chronicle.onNotice(notice(NoticeType.REVOKED, 7, now + 500));
        look(List.of(held("alpha", 7, now)), session("alpha", now));

        assertThat(terms()).singleElement().satisfies(term -> {
            assertThat(term.getLong("end")).isEqualTo(now + 500);
            assertThat(term.getString("reason")).isEqualTo("resigned");
        });
        assertThat(types()).containsExactly("ended", "leads");
    }

    @Test
    void timesOfTheDatabaseAreShownOnOurClock() {
        look(List.of(held("beta", 8, now - 1_500)), session("beta", now - 700));

        assertThat(terms()).extracting(term -> term.getLong("from")).containsExactly(now - 1_500);
        assertThat(replica("beta").getLong("renewed")).isEqualTo(now - 700);
    }

    @Test
    void aClockThatTrembleChangesNothing() {
        look(List.of(held("beta", 8, now - 1_500)), session("beta", now - 700));
        write(board);
        long version = board.version();

        // The answer says 30 ms more than it did.
        Observed look = new Observed(
                now + AHEAD + 30,
                List.of(held("beta", 8, now - 1_500)),
                List.of(session("beta", now - 700)),
                true,
                true);
        chronicle.onLook(look, now, now);

        write(board);
        assertThat(board.version()).isEqualTo(version);
    }

    @Test
    void aKilledLeaderEndsWhenItsLeaseRanOutAndLeavesAGap() {
        look(List.of(held("beta", 8, now)), session("alpha", now), session("beta", now));
        long heard = now;
        now += LEASE + 400;
        look(List.of(held("alpha", 9, now - 100)), closed("beta", heard, "alpha"), session("alpha", now));

        assertThat(terms()).hasSize(2).first().satisfies(term -> {
            assertThat(term.getLong("heard")).isEqualTo(heard);
            assertThat(term.getLong("end")).isEqualTo(heard + LEASE);
            assertThat(term.getString("reason")).isEqualTo("silence");
        });
        assertThat(terms().get(1).getLong("from")).isEqualTo(now - 100);
        assertThat(types()).containsExactly("leads", "closed", "leads");
    }

    @Test
    void aLeaseThatIsGivenBackEndsItsTermWhenThatIsSeen() {
        look(List.of(held("beta", 8, now)), session("beta", now));
        now += 2_000;
        look(List.of(lease("beta", 8, now - 2_000, SeenLease.Standing.RELEASED)), session("beta", now));

        assertThat(terms())
                .singleElement()
                .satisfies(term -> assertThat(term.getLong("end")).isEqualTo(now));
        assertThat(types()).containsExactly("ended", "leads");
    }

    @Test
    void whatWasOverBeforeTheFirstLookIsNoEvent() {
        chronicle = new Chronicle("alpha", List.of());
        chronicle.onLook(
                new Observed(
                        now + AHEAD,
                        List.of(lease("beta", 8, now - 90_000, SeenLease.Standing.RELEASED)),
                        List.of(session("beta", now)),
                        true,
                        true),
                now,
                now);

        assertThat(section("terms:discovery")
                        .getJsonArray("terms")
                        .getJsonObject(0)
                        .getLong("end"))
                .isEqualTo(now - 90_000);
        assertThat(types()).isEmpty();
    }

    @Test
    void silenceAndReturnAreEvents() {
        now += LEASE + 1;
        look(List.of(), session("alpha", now), session("beta", now - LEASE - 1));
        assertThat(replica("beta").getString("standing")).isEqualTo("silent");
        look(List.of(), session("alpha", now), session("beta", now));

        assertThat(types()).containsExactly("back", "silent");
        assertThat(replica("beta").getString("standing")).isEqualTo("alive");
    }

    @Test
    void aDatabaseThatIsAwayIsShownSinceItIs() {
        chronicle.onNoLook("no answer in time", now);
        chronicle.onNoLook("no answer in time", now + 400);

        assertThat(section("database").getString("state")).isEqualTo("away");
        assertThat(section("database").getLong("since")).isEqualTo(now);
        assertThat(replica("alpha").getString("standing")).isEqualTo("alive");
    }

    @Test
    void everyComponentSaysThatTheStoreIsGoneAndOneEventTellsIt() {
        chronicle.onNotice(notice(NoticeType.STORE_UNREACHABLE, 0, now));
        chronicle.onNotice(notice(NoticeType.STORE_UNREACHABLE, 0, now));
        chronicle.onNotice(notice(NoticeType.STORE_RECOVERED, 0, now));

        assertThat(types()).containsExactly("store-recovered", "store-unreachable");
    }

    @Test
    void memoryIsBounded() {
        List<SeenLease> many = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
            many.add(new SeenLease("c" + n, 1, "beta~1", "beta", now + AHEAD, SeenLease.Standing.HELD));
        }
        look(many, session("beta", now));
        for (int n = 1; n < 500; n++) {
            now += 10;
            look(List.of(held(n % 2 == 0 ? "alpha" : "beta", n, now)), session("beta", now));
        }

        assertThat(all().fieldNames())
                .filteredOn(name -> name.startsWith("terms:"))
                .hasSize(100);
        assertThat(terms())
                .hasSize(60)
                .last()
                .satisfies(term -> assertThat(term.getString("term")).isEqualTo("499"));
        assertThat(types()).hasSize(50);
    }

    @Test
    void termsOfLongAgoAreForgottenButTheLatest() {
        look(List.of(held("beta", 1, now)), session("beta", now));
        look(List.of(held("alpha", 2, now)), session("alpha", now));
        now += 3_700_000;
        look(List.of(lease("alpha", 2, now - 3_700_000, SeenLease.Standing.RELEASED)), session("alpha", now));
        now += 3_700_000;
        look(List.of(), session("alpha", now));

        assertThat(terms()).extracting(term -> term.getString("term")).containsExactly("2");
    }

    @Test
    void aNoticeCostsTheTermsOfItsOwnComponent() {
        hundredLines();
        chronicle.onNotice(notice(NoticeType.ELECTED, 1, now));
        write(board);
        List<String> encoded = new ArrayList<>();

        for (long term = 2; term <= 101; term++) {
            chronicle.onNotice(notice(NoticeType.ELECTED, term, now));
            chronicle.writeTo(recorded(encoded));
        }

        assertThat(encoded)
                .filteredOn(section -> section.startsWith("terms:"))
                .hasSize(100)
                .containsOnly("terms:discovery");
    }

    @Test
    void aLookThatShowsNothingNewCostsNoTerms() {
        hundredLines();
        write(board);
        List<String> encoded = new ArrayList<>();

        hundredLines();
        write(recorded(encoded));

        assertThat(encoded).isNotEmpty().noneMatch(section -> section.startsWith("terms:"));
    }

    @Test
    void aTurnCostsTheTermsOfTenComponentsAndTheOthersFollow() {
        hundredLines();
        List<String> encoded = new ArrayList<>();

        boolean more = chronicle.writeTo(recorded(encoded));

        assertThat(more).isTrue();
        assertThat(encoded).filteredOn(section -> section.startsWith("terms:")).hasSize(10);
        write(recorded(encoded));
        assertThat(encoded).hasSize(105).doesNotHaveDuplicates();
    }

    @Test
    void theComponentThatChangedLastIsShownInsteadOfTheOneThatChangedLongestAgo() {
        hundredLines();
        shown();

        List<SeenLease> later = hundred("c", "beta", now - 1_000_000);
        later.set(0, held("beta", 8, now));
        lookAtSome(later, session("beta", now));

        assertThat(shown()).hasSize(100).contains("discovery").doesNotContain("c0");
    }

    @Test
    void whatThisReplicaLeadsIsShownWhenItIsTheLatest() {
        lookAtSome(hundred("c", "beta", now - 1_000), session("beta", now));
        assertThat(shown()).hasSize(100).doesNotContain("discovery");

        chronicle.onNotice(notice(NoticeType.ELECTED, 7, now));
        lookAtSome(hundred("c", "beta", now - 1_000).subList(1, 100), session("beta", now));

        assertThat(shown()).hasSize(100).contains("discovery");
    }

    /** As after the takeover of thousands: those that were shown are not among the hundred that changed last. */
    @Test
    void aComponentThatALookDoesNotNameIsNotShownAsLedByWhoeverLedIt() {
        lookAtSome(hundred("c", "alpha", now), session("alpha", now), session("beta", now));
        shown();
        now += LEASE + 400;

        lookAtSome(hundred("d", "beta", now - 300).subList(0, 90), session("beta", now));

        assertThat(shown()).hasSize(90).allMatch(component -> component.startsWith("d"));
    }

    @Test
    void aComponentThatThisReplicaLeadsIsShownAlsoIfALookDoesNotNameIt() {
        chronicle.onNotice(notice(NoticeType.ELECTED, 7, now));

        lookAtSome(hundred("c", "beta", now).subList(0, 50), session("beta", now));

        assertThat(shown()).hasSize(51).contains("discovery");
    }

    @Test
    void sessionsThatWereNotReadCostNoComponent() {
        look(List.of(held("beta", 8, now)), session("beta", now));

        chronicle.onLook(new Observed(now + AHEAD, List.of(), List.of(session("beta", now)), true, false), now, now);

        assertThat(shown()).containsExactly("discovery");
    }

    private void hundredLines() {
        lookAtSome(hundred("c", "beta", now - 1_000_000), session("beta", now));
    }

    /** A hundred components that this node leads since then. */
    private static List<SeenLease> hundred(String prefix, String node, long acquired) {
        List<SeenLease> leases = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            leases.add(new SeenLease(prefix + n, 1, node + "~1", node, acquired + n + AHEAD, SeenLease.Standing.HELD));
        }
        return leases;
    }

    /** There are more leases than these. */
    private void lookAtSome(List<SeenLease> leases, SeenSession... sessions) {
        chronicle.onLook(new Observed(now + AHEAD, leases, List.of(sessions), false, true), now, now);
    }

    private void look(List<SeenLease> leases, SeenSession... sessions) {
        chronicle.onLook(new Observed(now + AHEAD, leases, List.of(sessions), true, true), now, now);
    }

    private static SeenLease held(String node, long term, long acquired) {
        return lease(node, term, acquired, SeenLease.Standing.HELD);
    }

    private static SeenLease lease(String node, long term, long acquired, SeenLease.Standing standing) {
        return new SeenLease("discovery", term, node + "~1", node, acquired + AHEAD, standing);
    }

    private static SeenSession session(String node, long renewed) {
        return new SeenSession(node + "~1", node, LEASE, 3_000, AHEAD, renewed + AHEAD, false, null);
    }

    private static SeenSession closed(String node, long renewed, String by) {
        return new SeenSession(node + "~1", node, LEASE, 3_000, AHEAD, renewed + AHEAD, true, by + "~1");
    }

    private static Notice notice(NoticeType type, long term, long time) {
        return new Notice(type, "discovery", "alpha", term, "alpha~1", "resigned", 1, time, 0, null);
    }

    private void write(Chronicle.Sections sections) {
        boolean more = true;
        while (more) {
            more = chronicle.writeTo(sections);
        }
    }

    private static Chronicle.Sections recorded(List<String> put) {
        return new Chronicle.Sections() {
            @Override
            public void put(String name, Object json) {
                put.add(name);
            }

            @Override
            public void remove(String name) {
                // Nothing is encoded for it.
            }
        };
    }

    /** The components that are shown: named, and each with its terms. */
    private List<String> shown() {
        JsonObject all = all();
        List<String> named =
                all.getJsonArray("components").stream().map(String::valueOf).toList();
        assertThat(all.fieldNames())
                .filteredOn(section -> section.startsWith("terms:"))
                .containsExactlyInAnyOrderElementsOf(
                        named.stream().map("terms:"::concat).toList());
        return named;
    }

    private JsonObject all() {
        write(board);
        return new JsonObject(board.since(0, now)).getJsonObject("sections");
    }

    private JsonObject section(String name) {
        return all().getJsonObject(name);
    }

    private List<JsonObject> terms() {
        return objects(section("terms:discovery").getJsonArray("terms"));
    }

    private JsonObject replica(String node) {
        return objects(all().getJsonArray("replicas")).stream()
                .filter(replica -> replica.getString("node").equals(node))
                .findFirst()
                .orElseThrow();
    }

    private List<String> types() {
        return objects(all().getJsonArray("events")).stream()
                .map(event -> event.getString("type"))
                .toList();
    }

    private static List<JsonObject> objects(JsonArray json) {
        return json.stream().map(JsonObject.class::cast).toList();
    }
}
