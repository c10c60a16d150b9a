// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.holder;
import static io.github.elector.sql.TestStores.opening;
import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.Notices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What sessions advertise, on a real server: read once a look, and never in such a way that it costs anybody anything. */
abstract class MetadataContract {
    private static final String METADATA = "{\"url\":\"http://10.0.0.7:8080\"}";

    private LeaseStore store;
    private SessionId session;
    private TermId term;

    abstract LeaseStore prepared();

    /** As it stands in options. */
    abstract JsonObject storeConfig();

    abstract Dialect dialect();

    abstract DedicatedConnection dedicated();

    /** As administrator, with the tables as {sessions}. */
    abstract void execute(String sql);

    /** A text of so many characters, as SQL. */
    abstract String longText(int length);

    /** Lets the column hold text of any length. */
    abstract void widenTheColumn();

    /** What the view for people shows. */
    abstract String overview(String component);

    abstract void closeStores();

    @BeforeEach
    void holdALease() {
        store = prepared();
        session = TestStores.freshSession();
        await("the opening", store.open(opening(session).advertising(METADATA)));
        term = granted(store, session, BILLING);
    }

    @AfterEach
    void close() {
        closeStores();
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "' '", "'{'", "'null'", "'[]'", "'{}{}'", "'\"'", "'{\"a\":'", "'{\"a\":\"''\"}'"})
    void whateverStandsThereIsReadAndChangesNothingElse(String literal) {
        SessionSight before = holder(store, BILLING);

        execute("UPDATE {sessions} SET metadata = " + literal);

        assertUnharmed(before);
        assertThat(holder(store, BILLING).metadata())
                .isEqualTo(literal.strip().replaceAll("^'|'$", "").replace("''", "'"));
    }

    @Test
    void ofATextOfAnyLengthOnlyTheBeginningIsRead() {
        SessionSight before = holder(store, BILLING);
        widenTheColumn();

        execute("UPDATE {sessions} SET metadata = " + longText(2_049));
        assertThat(holder(store, BILLING).metadata()).hasSize(2_049);
        execute("UPDATE {sessions} SET metadata = " + longText(8_000_000));

        assertThat(holder(store, BILLING).metadata()).isEqualTo("x".repeat(2_049));
        assertUnharmed(before);
    }

    @Test
    void metadataThatAreTakenAwayAreNotThere() {
        SessionSight before = holder(store, BILLING);

        execute("UPDATE {sessions} SET metadata = NULL");

        assertUnharmed(before);
        assertThat(holder(store, BILLING).metadata()).isNull();
    }

    /** A look at a thousand leases of two holders must not carry what they advertise a thousand times. */
    @Test
    void oneOfTheRowsOfAHolderTells() {
        SessionId other = TestStores.freshSession();
        await("the opening", store.open(opening(other).advertising("{\"port\":2}")));
        SessionId silent = TestStores.opened(store);
        List<ComponentName> names = names(999);
        List<SessionId> holders = List.of(session, other, silent);
        for (int i = 0; i < holders.size(); i++) {
            int of = i;
            acquire(
                    holders.get(i),
                    IntStream.range(0, names.size())
                            .filter(place -> place % 3 == of)
                            .mapToObj(names::get)
                            .toList());
        }

        List<String> told = await(
                "the rows of a look",
                dedicated()
                        .use(
                                "look",
                                on -> dialect()
                                        .look(
                                                on,
                                                names.stream()
                                                        .map(ComponentName::value)
                                                        .toList(),
                                                List.of(session.value(), silent.value())))
                        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getString("metadata"))
                                .flatMap(Stream::ofNullable)
                                .toList()));
        StoreAnswer.Looked looked = await("a look", store.look(new LookRequest(names, Set.of(session, silent))));

        assertThat(told).containsExactlyInAnyOrder(METADATA, "{\"port\":2}");
        assertThat(looked.leases())
                .hasSize(999)
                .allSatisfy((name, sight) -> assertThat(sight).isInstanceOf(LeaseSight.Row.class));
        assertThat(looked.sessions()).containsOnlyKeys(session, other, silent);
        assertThat(looked.sessions().get(session).metadata()).isEqualTo(METADATA);
        assertThat(looked.sessions().get(other).metadata()).isEqualTo("{\"port\":2}");
        assertThat(looked.sessions().get(silent).metadata()).isNull();
    }

    @Test
    void peopleSeeThemInTheOverview() {
        assertThat(overview(BILLING.value())).isEqualTo(METADATA);
    }

    @Test
    void electorsTellWhatTheLeaderAdvertisesAndLeaveOutWhatSomebodyWrote() {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger log = (Logger) LoggerFactory.getLogger("io.github.elector");
        log.addAppender(logged);
        Vertx one = Vertx.vertx();
        Vertx two = Vertx.vertx();
        Vertx three = Vertx.vertx();
        try {
            Notices first = Notices.about("mail", one);
            Notices second = Notices.about("mail", two);
            Notices third = Notices.about("mail", three);
            Elector leader = start(one, "first", new JsonObject(METADATA));
            first.await(NoticeType.ELECTED);
            Elector standby = start(two, "second", new JsonObject().put("port", 2));

            assertThat(second.await(NoticeType.LEADER_CHANGED).metadata()).isEqualTo(new JsonObject(METADATA));
            assertThat(standby.leadership().metadata()).hasValue(new JsonObject(METADATA));

            execute("UPDATE {sessions} SET metadata = '{secret' WHERE node = 'first'");
            Elector late = start(three, "third", new JsonObject());
            Notice seen = third.await(NoticeType.LEADER_CHANGED);

            assertThat(seen.leader()).isEqualTo("first");
            assertThat(seen.metadata()).isNull();
            assertThat(late.leadership().metadata()).isEmpty();
            assertThat(leader.term()).isPresent();
            await("the end of the late one", late.close());
            await("the end of the leader", leader.close());
            assertThat(second.await(NoticeType.ELECTED).metadata()).isEqualTo(new JsonObject().put("port", 2));
            assertThat(logged.list)
                    .filteredOn(event -> event.getLevel() == Level.ERROR)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .hasSizeBetween(1, 2) // Each that has seen it; the standby may not have looked again.
                    .allMatch(line -> line.startsWith("metadata of session 'first~")
                            && line.contains("' in the database is no JSON object and is told to nobody: "));
            assertThat(logged.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .noneMatch(line -> line.contains("secret"));
        } finally {
            await("the end of every Vertx", Future.join(List.of(one.close(), two.close(), three.close())));
            log.detachAppender(logged);
        }
    }

    private Elector start(Vertx vertx, String node, JsonObject metadata) {
        ElectorOptions options = new ElectorOptions()
                .setComponent("mail")
                .setNode(node)
                .setLease(10_000)
                .setRenew(2_000)
                .setRetry(1_000)
                .setStop(2_000)
                .setStore(storeConfig())
                .setMetadata(metadata);
        return await("the start of " + node, Elector.start(vertx, options, TermWork.none()));
    }

    private static List<ComponentName> names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ComponentName("many-" + i))
                .toList();
    }

    private void acquire(SessionId by, List<ComponentName> names) {
        List<Claim> claims = names.stream()
                .map(name -> new Claim(name, null, TestStores.generation(store), -1))
                .toList();
        assertThat(await("the leases", store.acquire(new AcquireRequest(by, claims))))
                .allSatisfy(answer -> assertThat(answer).isInstanceOf(StoreAnswer.Granted.class));
    }

    private void assertUnharmed(SessionSight before) {
        SessionSight now = holder(store, BILLING);
        assertThat(now.id()).isEqualTo(session);
        assertThat(now.version()).isEqualTo(before.version());
        assertThat(now.closed()).isFalse();
        assertThat(now.leaseMillis()).isEqualTo(before.leaseMillis());
        assertThat(((LeaseSight.Row) TestStores.lease(store, BILLING)).lease().term())
                .isEqualTo(term);
        StoreAnswer.Beat beat = (StoreAnswer.Beat) await("a heartbeat", store.heartbeat(session));
        assertThat(beat.holdings().terms()).containsExactly(term);
    }
}
