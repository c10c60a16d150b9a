// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON that others parse: golden files, to be reviewed like code. */
class NoticeJsonTest {
    private static final long LARGER_THAN_A_JAVASCRIPT_NUMBER = 9_007_199_254_740_993L;
    private static final String HOLDER = "replica-1~00112233445566778899aabb";
    private static final TermId TERM =
            new TermId(new ComponentName("billing.eu"), LARGER_THAN_A_JAVASCRIPT_NUMBER, new SessionId(HOLDER));

    private static final JsonObject METADATA = new JsonObject().put("url", "http://10.0.0.7:8080");

    @Test
    void noticesLookLikeThis() {
        Map<String, JsonObject> notices = new LinkedHashMap<>();
        notices.put(
                "elected",
                notice(NoticeType.ELECTED, TERM.number(), HOLDER, null, 123_456_789_000L + 29_940_000_000L)
                        .toJson());
        notices.put(
                "revoked",
                notice(
                                NoticeType.REVOKED,
                                TERM.number(),
                                HOLDER,
                                EndReason.STORE_UNREACHABLE.text(),
                                123_456_789_000L + 5_000_000_000L)
                        .toJson());
        notices.put(
                "leader-changed",
                notice(NoticeType.LEADER_CHANGED, TERM.number(), HOLDER, null, null)
                        .toJson());
        notices.put(
                "leader-changed to one that advertises something",
                advertised(NoticeType.LEADER_CHANGED, METADATA).toJson());
        notices.put(
                "leader-changed to nobody",
                notice(NoticeType.LEADER_CHANGED, null, null, null, null).toJson());
        notices.put(
                "overrun",
                notice(NoticeType.OVERRUN, TERM.number(), HOLDER, null, null).toJson());
        notices.put(
                "commanded",
                new Notice(
                                NoticeType.COMMANDED,
                                "billing.eu",
                                "replica-1",
                                TERM.number(),
                                null,
                                null,
                                "step-down",
                                "alice",
                                "the disk is full",
                                7,
                                1_760_000_000_000L,
                                123_456_789_000L,
                                null)
                        .toJson());
        notices.put(
                "store-unreachable",
                notice(NoticeType.STORE_UNREACHABLE, null, null, "timed-out", null)
                        .toJson());
        notices.put(
                "store-recovered",
                notice(NoticeType.STORE_RECOVERED, null, null, null, null).toJson());

        assertGolden("notices.txt", notices);
    }

    @Test
    void requestsLookLikeThis() {
        Map<String, JsonObject> requests = new LinkedHashMap<>();
        requests.put("begin", new TermRequest(TermRequest.Action.BEGIN, TERM, "", 29_940).toJson());
        requests.put("deployed", TermRequest.deployed());
        requests.put("end", new TermRequest(TermRequest.Action.END, TERM, "resigned", 5_000).toJson());
        requests.put("drained", TermRequest.drained());

        assertGolden("term-requests.txt", requests);
    }

    @Test
    void commandsLookLikeThis() {
        Map<String, JsonObject> commands = new LinkedHashMap<>();
        commands.put(
                "step-down",
                new CommandRequest(CommandRequest.Action.STEP_DOWN, 60_000, TERM.number(), "alice", "the disk is full")
                        .toJson());
        commands.put(
                "observe", new CommandRequest(CommandRequest.Action.OBSERVE, 0, null, "alice", "maintenance").toJson());
        commands.put("accepted", CommandRequest.accepted());

        assertGolden("commands.txt", commands);
    }

    @Test
    void statesLookLikeThis() {
        Map<String, JsonObject> states = new LinkedHashMap<>();
        states.put(
                "leader",
                new StateReply(
                                "billing.eu",
                                "replica-1",
                                HOLDER,
                                "leading",
                                true,
                                TERM.number(),
                                HOLDER,
                                METADATA,
                                true,
                                0,
                                true,
                                null,
                                null,
                                0)
                        .toJson());
        states.put(
                "standby",
                new StateReply(
                                "billing.eu",
                                "replica-2",
                                "replica-2~ffeeddccbbaa99887766554433",
                                "standby",
                                false,
                                TERM.number(),
                                HOLDER,
                                METADATA,
                                true,
                                1_250,
                                true,
                                "leader-silent",
                                28_810L,
                                3)
                        .toJson());
        states.put(
                "nothing known",
                new StateReply(
                                "billing.eu",
                                "replica-3",
                                null,
                                "standby",
                                false,
                                null,
                                null,
                                null,
                                false,
                                -1,
                                false,
                                null,
                                null,
                                0)
                        .toJson());

        assertGolden("states.txt", states);
    }

    @ParameterizedTest
    @EnumSource(NoticeType.class)
    void aNoticeIsReadAsItWasWritten(NoticeType type) {
        Notice full = notice(type, Long.MAX_VALUE, HOLDER, "resigned", Long.MIN_VALUE);
        Notice bare = notice(type, null, null, null, null);

        assertThat(Notice.from(new JsonObject(full.toJson().encode()))).isEqualTo(full);
        assertThat(Notice.from(new JsonObject(bare.toJson().encode()))).isEqualTo(bare);
    }

    @ParameterizedTest
    @EnumSource(NoticeType.class)
    void aNoticeWithMetadataIsReadAsItWasWritten(NoticeType type) {
        Notice told = advertised(type, METADATA);

        assertThat(Notice.from(new JsonObject(told.toJson().encode()))).isEqualTo(told);
    }

    @Test
    void aNoticeWhoseMetadataAreNoObjectIsNone() {
        JsonObject told = advertised(NoticeType.ELECTED, METADATA).toJson();

        assertThatThrownBy(() -> Notice.from(told.copy().put("metadata", "url")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metadata is no object");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, LARGER_THAN_A_JAVASCRIPT_NUMBER, Long.MAX_VALUE})
    void aRequestIsReadAsItWasWritten(long number) {
        TermId term = new TermId(TERM.component(), number, TERM.session());
        TermRequest begin = new TermRequest(TermRequest.Action.BEGIN, term, "", 1);
        TermRequest end = new TermRequest(TermRequest.Action.END, term, "closed", 0);

        assertThat(TermRequest.from(new JsonObject(begin.toJson().encode()))).isEqualTo(begin);
        assertThat(TermRequest.from(new JsonObject(end.toJson().encode()))).isEqualTo(end);
    }

    @Test
    void aNoticeWithoutWhatItNeedsIsNone() {
        JsonObject whole = notice(NoticeType.ELECTED, 1L, HOLDER, null, 5L).toJson();
        for (String needed : new String[] {"type", "component", "node", "sequence", "time", "nanos"}) {
            JsonObject lacking = whole.copy();
            lacking.remove(needed);
            assertThatThrownBy(() -> Notice.from(lacking)).as(needed).isInstanceOf(IllegalArgumentException.class);
            JsonObject wrong = whole.copy().put(needed, new JsonObject());
            assertThatThrownBy(() -> Notice.from(wrong)).as(needed).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Notice.from(whole.copy().put("type", "promoted")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'promoted'");
        assertThatThrownBy(() -> Notice.from(whole.copy().put("term", "many")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestWithoutWhatItNeedsIsNone() {
        JsonObject begin = new TermRequest(TermRequest.Action.BEGIN, TERM, "", 1).toJson();
        JsonObject end = new TermRequest(TermRequest.Action.END, TERM, "closed", 1).toJson();
        for (JsonObject whole : new JsonObject[] {begin, end}) {
            for (String needed : whole.fieldNames()) {
                JsonObject lacking = whole.copy();
                lacking.remove(needed);
                assertThatThrownBy(() -> TermRequest.from(lacking))
                        .as(needed)
                        .isInstanceOf(IllegalArgumentException.class);
                JsonObject wrong = whole.copy().put(needed, new JsonObject());
                assertThatThrownBy(() -> TermRequest.from(wrong))
                        .as(needed)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThatThrownBy(() -> TermRequest.from(begin.copy().put("action", "restart")))
                .hasMessageContaining("'restart'");
    }

    @Test
    void addressesAreThePrefixTheKindAndTheWholeName() {
        Addresses addresses = new Addresses("acme.elector");

        assertThat(addresses.event(TERM.component())).isEqualTo("acme.elector.event.billing.eu");
        assertThat(addresses.state(TERM.component())).isEqualTo("acme.elector.state.billing.eu");
        assertThat(addresses.term(TERM.session())).isEqualTo("acme.elector.term." + HOLDER);
        assertThat(addresses.hint()).isEqualTo("acme.elector.hint");
        assertThat(addresses.command(TERM.component(), new NodeName("replica/1")))
                .isEqualTo("acme.elector.command.billing.eu@replica/1");
    }

    @Test
    void aHintIsReadAsItWasWrittenAndWhateverIsMissingIsRefused() {
        JsonObject hint = new ReleaseHint(TERM).toJson();

        assertThat(ReleaseHint.from(new JsonObject(hint.encode()))).isEqualTo(new ReleaseHint(TERM));
        for (String needed : hint.fieldNames()) {
            JsonObject less = hint.copy();
            less.remove(needed);
            assertThatThrownBy(() -> ReleaseHint.from(less)).as(needed).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ReleaseHint.from(null)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "ä", "a\n", "a.b.c.d.e.f.g.h.i"})
    void aPrefixThatIsNoneIsRefused(String prefix) {
        assertThatThrownBy(() -> new Addresses(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prefix")
                .hasMessageContaining("'elector'");
    }

    private static Notice notice(NoticeType type, Long term, String holder, String reason, Long validUntilNanos) {
        return new Notice(
                type,
                "billing.eu",
                "replica-1",
                term,
                holder,
                reason,
                7,
                1_760_000_000_000L,
                123_456_789_000L,
                validUntilNanos);
    }

    private static Notice advertised(NoticeType type, JsonObject metadata) {
        return new Notice(
                type,
                "billing.eu",
                "replica-1",
                TERM.number(),
                HOLDER,
                metadata,
                null,
                null,
                null,
                7,
                1_760_000_000_000L,
                123_456_789_000L,
                null);
    }

    private static void assertGolden(String file, Map<String, JsonObject> actual) {
        StringBuilder text = new StringBuilder();
        actual.forEach((what, json) -> text.append("// ")
                .append(what)
                .append('\n')
                .append(json.encodePrettily())
                .append("\n\n"));
        assertThat(text.toString().replace("\r\n", "\n")).isEqualTo(golden(file));
    }

    private static String golden(String file) {
        try (InputStream in = NoticeJsonTest.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n");
        } catch (IOException unreadable) {
            throw new AssertionError(file + " cannot be read", unreadable);
        }
    }
}
