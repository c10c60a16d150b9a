// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.notice.NoticeType;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream of events as somebody at the other end of the line has it. */
class EventStreamTest {
    private final PlayedCluster cluster = new PlayedCluster().alive("alpha").alive("beta");
    private OpenConsole console;

    @BeforeEach
    void open() {
        console = new OpenConsole(cluster);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void beginsWithEverything() {
        try (RawLine line = new RawLine(console.port()).listen()) {
            assertThat(line.event()).containsExactly("retry: 1000");

            List<String> snapshot = line.event();

            assertThat(snapshot).hasSize(3).contains("event: snapshot");
            assertThat(snapshot.get(0)).matches("id: [0-9a-f]{8}-[1-9]\\d*");
            assertThat(sections(snapshot).fieldNames()).contains("here", "database", "replicas", "events");
        }
    }

    @Test
    void tellsOfANoticeAtOnce() {
        try (RawLine line = new RawLine(console.port()).listen()) {
            line.event("snapshot");

            console.publish(NoticeType.ELECTED, "alpha", 9L);

            assertThat(sectionOf(line, "terms:discovery").encode()).contains("\"term\":\"9\"", "\"node\":\"alpha\"");
        }
    }

    @Test
    void tellsWhatOthersDo() {
        try (RawLine line = new RawLine(console.port()).listen()) {
            line.event("snapshot");

            cluster.leads("discovery", "beta", 10);

            assertThat(sectionOf(line, "terms:discovery").encode()).contains("\"term\":\"10\"", "\"node\":\"beta\"");
        }
    }

    /** All of them are said in one turn of the event loop that the console is on. */
    @Test
    void tellsOfABurstOfNoticesOnce() {
        try (RawLine line = new RawLine(console.port()).listen()) {
            line.event("snapshot");

            cluster.atNextLook(() -> {
                for (long term = 1; term <= 100; term++) {
                    console.publish(NoticeType.ELECTED, "alpha", term);
                }
            });

            assertThat(sectionOf(line, "terms:discovery").encode()).contains("\"term\":\"100\"");
        }
    }

    @Test
    void whoComesBackGetsOnlyWhatHasChanged() {
        String seen;
        try (RawLine line = new RawLine(console.port()).listen()) {
            line.event("snapshot");
            console.publish(NoticeType.ELECTED, "alpha", 9L);
            seen = id(eventWith(line, "terms:discovery"));
        }
        console.publish(NoticeType.REVOKED, "alpha", 9L);

        try (RawLine line = new RawLine(console.port()).listen("Last-Event-ID: " + seen + "\r\n")) {
            List<String> first = line.event("change");

            assertThat(sections(first).fieldNames())
                    .doesNotContain("here", "database")
                    .contains("terms:discovery", "events");
            assertThat(first.get(2)).contains("resigned");
        }
    }

    @Test
    void whoComesBackWithAnIdOfAnotherLifeGetsEverything() {
        for (String id : List.of("00000000-1", "nonsense", "", "-", "00000000-99999999999999999999999")) {
            try (RawLine line = new RawLine(console.port()).listen("Last-Event-ID: " + id + "\r\n")) {
                line.event();

                assertThat(line.event()).as("after id '%s'", id).contains("event: snapshot");
            }
        }
    }

    @Test
    void beatsWhileNothingHappens() {
        try (RawLine line = new RawLine(console.port()).listen()) {
            List<String> beat = line.event("beat");

            assertThat(beat).hasSize(3).first().isEqualTo(": beat");
        }
    }

    @Test
    void listenersAreLimitedAndThoseWhoGoMakeRoom() {
        List<RawLine> lines = new ArrayList<>();
        for (int n = 0; n < EventStream.MOST_LISTENERS; n++) {
            lines.add(new RawLine(console.port()).listen());
        }

        String refused = RawLine.get(console.port(), "/events");
        lines.forEach(RawLine::close);

        assertThat(refused).startsWith("HTTP/1.1 503 ").containsIgnoringCase("\r\nretry-after: ");
        try (RawLine line = roomAgain()) {
            assertThat(line.event("snapshot")).isNotEmpty();
        }
    }

    /** That a line was closed is noticed a moment later. */
    private RawLine roomAgain() {
        for (int n = 0; n < 1000; n++) {
            RawLine line = new RawLine(console.port());
            line.say("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            if (line.line().contains("200")) {
                return line;
            }
            line.close();
        }
        throw new AssertionError("the lines were closed, and there is no room");
    }

    private static JsonObject sectionOf(RawLine line, String section) {
        return sections(eventWith(line, section)).getJsonObject(section);
    }

    private static List<String> eventWith(RawLine line, String section) {
        return line.eventWith("\"" + section + "\":");
    }

    private static String id(List<String> event) {
        return event.get(0).substring("id: ".length());
    }

    private static JsonObject sections(List<String> event) {
        return new JsonObject(event.get(2).substring("data: ".length())).getJsonObject("sections");
    }
}
