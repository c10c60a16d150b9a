// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {
    @Test
    void thePageLoadsNothingFromAnywhere() {
        String page = HtmlPage.of(SampleReport.report());

        assertThat(page)
                .doesNotContainPattern("(?i)https?://|src=|href=|url\\(|@import")
                .contains("<svg")
                .satisfies(html -> assertThat(count(html, "<div")).isEqualTo(count(html, "</div>")))
                .endsWith("</html>\n");
    }

    @Test
    void textIsNeverMarkup() {
        JsonObject report = SampleReport.report();
        report.getJsonObject("facts").put("machine", "</script><script>alert(1)</script>");

        String page = HtmlPage.of(report);

        assertThat(page).doesNotContain("<script>alert").doesNotContain("</script><script>");
    }

    @Test
    void bothPagesSayWhatTheFiguresAreWorth() {
        JsonObject report = SampleReport.report();

        assertThat(MarkdownPage.of(report))
                .contains("not for publication")
                .contains("commit: `0123`")
                .contains("| clean handover | Curator | 20 | 0 | 4.00 | 8.00 | – | 12.0 |")
                .contains(
                        "| the same, while the machine kept its pace | vertx-elector | 19 | 0 | 4.00 | – | – | 12.0 |")
                .contains(
                        "| floor: a release, a NOTIFY and an acquire | statements alone | 100 | 0 | 2.00 | 4.00 | 4.00 | 6.00 |")
                .contains("| clean-handover | 4.6 | 7 | 380 | 0.0500 | 0.100 | 0.500 | 0.150 |")
                .contains("takeover after kill -9, lease 6000 ms")
                .contains("- Curator is better in clean handover, median")
                .contains("| 1,000 | vertx-elector | 100 (50.0 to 300) | 60.0 (30.0 to 180) | 2 | 10 |")
                .contains("| 1,000 | vertx-elector | 0.100 | 2.00 (1.00 to 3.00) | 0.500 | 0.500, JVM |"
                        + " 1.50 (0.500 to 2.50) | 19.1 | 20 | 1000 | 0 |")
                .contains("| 50 | vertx-elector | 5.00 | 100 | 25,000 | 30000 |")
                .contains(
                        "| clean handover, median, by Curator's: at most 1 | 1.00 | 1.25 (0.833 to 1.88) | 0.750 (0.500 to 1.12) |"
                                + " does not hold, within the spread |")
                .contains("lockAtMostFor: 30000 ms");
        assertThat(HtmlPage.of(report))
                .contains("not for publication")
                .contains("does not hold")
                .contains("vertx-elector, 50 replicas: 5.00 per second")
                .contains("vertx-elector, 1000 components: 0.100 per second");
        assertThat(MarkdownPage.of(report.put("busy", false))).doesNotContain("not for publication");
    }

    @Test
    void aReportOfBeforeIdleProcessesWereMeasuredHasPagesToo() {
        JsonObject report = SampleReport.report();
        Figures figures = new Figures(report.getJsonObject("scenarios"));
        figures.many(Peer.ELECTOR, 1_000)
                .ifPresent(each -> List.of(
                                "idle", "cpuMillisPerSecondByPart", "clientMillisPerSecond", "electionAgainMillis")
                        .forEach(each::remove));

        assertThat(MarkdownPage.of(report))
                .contains("| 1,000 | vertx-elector | 100 (50.0 to 300) | – | 2 | 10 |")
                .contains("| 1,000 | vertx-elector | 0.100 | 2.00 | 0.500 | – | – | 19.1 | 20 | 1000 | 0 |");
        assertThat(HtmlPage.of(report)).contains("vertx-elector, 1 components");
    }

    @Test
    void whatFailedKeepsItsRowWhateverItSays() {
        JsonObject report = SampleReport.report();
        new Figures(report.getJsonObject("scenarios"))
                .many(Peer.ELECTOR, 1_000)
                .orElseThrow()
                .put("failure", "no answer to 'open': a | b\nand a second line");

        assertThat(MarkdownPage.of(report))
                .contains("| failed: no answer to 'open': a \\| b and a second line |")
                .doesNotContain("\nand a second line");
    }

    @Test
    void whoIsNotElectedAgainIsShownWithTheReason() {
        JsonObject report = SampleReport.report();
        new Figures(report.getJsonObject("scenarios"))
                .many(Peer.ELECTOR, 1_000)
                .orElseThrow()
                .put("failureAgain", "it leads 7 of 1000 after 90 s")
                .remove("electionAgainMillis");

        assertThat(MarkdownPage.of(report))
                .contains(
                        "| 1,000 | vertx-elector | 100 (50.0 to 300) | failed: it leads 7 of 1000 after 90 s | 2 | 10 |");
    }

    @Test
    void whoDoesNotLeadBesideTheOthersIsShownAsElectedAlone() {
        JsonObject report = SampleReport.report();
        new Figures(report.getJsonObject("scenarios"))
                .many(Peer.ELECTOR, 1_000)
                .orElseThrow()
                .put("failureLeading", "it leads 7 of 1000 after 90 s");

        assertThat(MarkdownPage.of(report))
                .contains("| 1,000 | vertx-elector | 100 (50.0 to 300) |")
                .contains("| 1,000 | vertx-elector | failed: it leads 7 of 1000 after 90 s |  |");
    }

    @Test
    void whoIsNotToLeadHasItsElectionsAndHasNotFailed() {
        JsonObject report = SampleReport.report();
        JsonObject slow = new Figures(report.getJsonObject("scenarios"))
                .many(Peer.ELECTOR, 1_000)
                .orElseThrow()
                .put("leftOut", "its election took longer than 30 s");
        List.of("led", "askedPerSecond").forEach(slow::remove);

        assertThat(MarkdownPage.of(report))
                .contains("| 1,000 | vertx-elector | 100 (50.0 to 300) |")
                .contains("| 1,000 | vertx-elector | its election took longer than 30 s |  |");
    }

    @Test
    void aRunOfNothingHasPagesToo() {
        JsonObject report = SampleReport.report().put("scenarios", new JsonObject());

        assertThat(HtmlPage.of(report)).contains("Targets");
        assertThat(MarkdownPage.of(report)).contains("## Targets");
    }

    @Test
    void theAxisIsLogarithmicOverWholePowersOfTen() {
        Scale scale = Scale.over(List.of(0.0, 3.0, 250.0), 0, 300);

        assertThat(scale.ticks()).containsExactly(1.0, 10.0, 100.0, 1000.0);
        assertThat(scale.at(10)).isEqualTo(100);
        assertThat(scale.at(0)).isZero();
        assertThat(scale.at(5000)).isEqualTo(300);
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }
}
