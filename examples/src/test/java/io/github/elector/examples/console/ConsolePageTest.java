// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.elector.notice.NoticeType;
import io.github.elector.sql.testing.TestDatabases;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page in a real Chromium; skipped, with a word on standard error, on a machine that has none. */
class ConsolePageTest {
    private static final Path PICTURES = Path.of("target", "console");
    private static final String NODE = "document.querySelector('.leader .node')?.textContent";

    private static Chromium chromium;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> binary = Chromium.find();
        if (binary.isEmpty()) {
            System.err.println("[elector] the console's page is not tested: no Chromium here; install chromium,"
                    + " or say where it is with -Delector.test.chromium=…");
        }
        assumeTrue(binary.isPresent(), "no Chromium on this machine");
        Files.createDirectories(PICTURES);
        chromium = new Chromium(binary.get());
    }

    /** A page that is left open would complain that its replica is gone. */
    @AfterEach
    void leave() {
        chromium.open("about:blank", 1280, 900, "light");
    }

    @AfterAll
    static void end() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void looksRightInLightAndDarkAndOnAPhone() {
        PlayedCluster cluster = new PlayedCluster();
        try (OpenConsole console = new OpenConsole(cluster, PlayedHistory.instances(), OpenConsole.FAST)) {
            PlayedHistory.play(cluster);
            chromium.open(console.console.url(), 1280, 900, "light");
            await("the leaders", chromium.when("document.querySelectorAll('.card').length === 3"));
            await("the last events", chromium.when("document.querySelectorAll('#events li').length >= 6"));
            chromium.screenshot(PICTURES.resolve("light.png"));
            chromium.paint("dark");
            chromium.screenshot(PICTURES.resolve("dark.png"));

            chromium.resize(360, 740);
            chromium.screenshot(PICTURES.resolve("phone-dark.png"));
            chromium.paint("light");
            chromium.screenshot(PICTURES.resolve("phone-light.png"));

            assertNoScrollingSideways(360);
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    @Test
    void showsWhatThisReplicaSaysWithinASecond() {
        PlayedCluster cluster = new PlayedCluster().alive("alpha");
        try (OpenConsole console = new OpenConsole(cluster, InstanceSource.none(), Pace.USUAL)) {
            chromium.open(console.console.url(), 1280, 900, "light");
            await("an empty card", chromium.when(NODE + " === '—'"));
            Future<Long> shown = chromium.when(NODE + " === 'alpha'");
            chromium.evaluate("1");

            long event = System.currentTimeMillis();
            console.publish(NoticeType.ELECTED, "alpha", 9L);

            assertThat(await("alpha on the page", shown) - event).isBetween(0L, 1_000L);
        }
    }

    @Test
    void showsWhatTheTablesSayWithinASecond() {
        PlayedCluster cluster = new PlayedCluster().alive("alpha").alive("beta").leads("discovery", "alpha", 9);
        try (OpenConsole console = new OpenConsole(cluster, InstanceSource.none(), Pace.USUAL)) {
            chromium.open(console.console.url(), 1280, 900, "light");
            await("alpha's card", chromium.when(NODE + " === 'alpha'"));
            Future<Long> shown = chromium.when(
                    NODE + " === 'beta' && "
                            + "[...document.querySelectorAll('#timeline rect.led')].some(bar => bar.textContent.includes('beta'))");
            chromium.evaluate("1");

            long event = System.currentTimeMillis();
            cluster.leads("discovery", "beta", 10);

            assertThat(await("beta on the page", shown) - event).isBetween(0L, 1_000L);
            assertThat(chromium.evaluate("document.getElementById('announcement').textContent"))
                    .isEqualTo("discovery: beta leads");
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    @Test
    void aTermOfASessionThatIsNotShownIsNotSaidToLead() {
        PlayedCluster cluster = new PlayedCluster().leads("discovery", "beta", 9);
        try (OpenConsole console = new OpenConsole(cluster)) {
            chromium.open(console.console.url(), 1280, 900, "light");
            await("beta's card", chromium.when(NODE + " === 'beta'"));

            assertThat(chromium.evaluate("document.querySelector('.card .words').textContent"))
                    .isEqualTo("not known: its session is not shown");
            assertThat(chromium.evaluate("document.querySelector('.card').dataset.light"))
                    .isEqualTo("off");
            assertThat(chromium.evaluate("document.querySelectorAll('#timeline rect.unheard').length"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aComponentThatIsNotShownAnyMoreLeavesThePage() {
        PlayedCluster cluster =
                new PlayedCluster().alive("beta").leads("billing", "beta", 8).leads("discovery", "beta", 9);
        try (OpenConsole console = new OpenConsole(cluster)) {
            chromium.open(console.console.url(), 1280, 900, "light");
            await("both cards", chromium.when("document.querySelectorAll('.card').length === 2"));

            cluster.crowdedOut("billing");

            await("one card less", chromium.when("document.querySelectorAll('.card').length === 1"));
            assertThat(chromium.evaluate(NODE)).isEqualTo("beta");
            assertThat(chromium.evaluate("document.querySelectorAll('#timeline .line').length"))
                    .isEqualTo(1);
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    @Test
    void hostileNamesAreTextAndRunNothing() {
        PlayedCluster cluster = new PlayedCluster();
        Hostile.NAMES.forEach(name -> cluster.alive(name).leads(name, name, 1));
        InstanceSource instances = atMost -> Future.succeededFuture(new Instances(
                Hostile.NAMES.stream()
                        .map(name -> new Instance(name, name, name, name, List.of(name, name)))
                        .toList(),
                Hostile.NAMES.size()));
        try (OpenConsole console = new OpenConsole(cluster, instances, OpenConsole.FAST)) {
            await("a look", cluster.seen());
            console.publish(NoticeType.ELECTED, Hostile.NAMES.get(0), 9L);
            chromium.open(console.console.url(), 360, 740, "light");
            await(
                    "a card for each",
                    chromium.when("document.querySelectorAll('.card').length === "
                            + Hostile.NAMES.size() + " + 1 && document.querySelectorAll('.instance').length === "
                            + Hostile.NAMES.size()));
            chromium.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");
            chromium.screenshot(PICTURES.resolve("hostile.png"));

            JsonArray names = (JsonArray)
                    chromium.evaluate("[...document.querySelectorAll('.card h3 bdi')].map(name => name.textContent)");
            assertThat(names.stream().map(String::valueOf))
                    .containsAll(Hostile.NAMES.stream().map(Hostile::shown).toList());
            assertThat(chromium.evaluate("document.title")).isNotEqualTo("owned");
            assertThat(
                            chromium.evaluate(
                                    "document.querySelectorAll("
                                            + "'body script, body style, img, iframe, object, embed, body a:not(.skip, noscript a)').length"))
                    .isEqualTo(0);
            assertNoScrollingSideways(360);
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    @Test
    void isUsedByKeyboard() {
        PlayedCluster cluster = new PlayedCluster().alive("alpha").leads("discovery", "alpha", 9);
        try (OpenConsole console = new OpenConsole(cluster)) {
            chromium.open(console.console.url(), 1280, 900, "light");
            await("alpha's card", chromium.when(NODE + " === 'alpha'"));
            String focused =
                    "document.activeElement.className || document.activeElement.id || document.activeElement.tagName"
                            + " + (document.activeElement.value ?? '')";

            chromium.press("Tab");
            assertThat(chromium.evaluate(focused)).isEqualTo("skip");
            chromium.press("Tab");
            assertThat(chromium.evaluate(focused)).isEqualTo("INPUT300000");
            chromium.press("ArrowRight");
            assertThat(chromium.evaluate("document.querySelector('input[name=span]:checked').value"))
                    .isEqualTo("1800000");
            chromium.press("Tab");
            assertThat(chromium.evaluate(focused)).isEqualTo("SUMMARY");
            chromium.press("Tab");
            assertThat(chromium.evaluate(focused)).isEqualTo("panel events");
        }
    }

    @Test
    void everythingThatIsUsedOrDrawnHasANameForAScreenReader() {
        PlayedCluster cluster = new PlayedCluster().alive("alpha").leads("discovery", "alpha", 9);
        try (OpenConsole console = new OpenConsole(cluster)) {
            chromium.open(console.console.url(), 1280, 900, "light");
            await("alpha's bar", chromium.when("document.querySelectorAll('#timeline rect.led').length === 1"));

            Map<String, List<String>> names = chromium.accessibleNames();

            assertThat(names.get("radio")).containsExactly("1 min", "5 min", "30 min");
            assertThat(names.get("image"))
                    .containsExactly("discovery: 1 term in the last 5 min, no gap; last led by alpha");
            assertThat(names.get("heading"))
                    .contains("Who leads", "Components", "discovery", "Terms", "Replicas", "Last events");
            assertThat(names.get("DisclosureTriangle")).containsExactly("as a table of the terms of discovery");
            assertThat(names).containsKeys("main", "banner", "contentinfo", "status");
        }
    }

    @Test
    void saysThatTheReplicaIsGoneAndComesBackToTheNextOne() {
        PlayedCluster cluster = new PlayedCluster().alive("alpha").leads("discovery", "alpha", 9);
        OpenConsole console = new OpenConsole(cluster);
        chromium.open(console.console.url(), 1280, 900, "light");
        await("alpha's card", chromium.when(NODE + " === 'alpha'"));
        int port = console.port();
        Future<Long> gone = chromium.when("document.getElementById('line').textContent.startsWith('no line')");
        chromium.evaluate("1");

        console.close();
        await("word that it is gone", gone);

        PlayedCluster later = new PlayedCluster().alive("beta").leads("discovery", "beta", 10);
        try (OpenConsole next = new OpenConsole(later, port)) {
            assertThat(next.port()).isEqualTo(port);
            await("the next one's word", chromium.when(NODE + " === 'beta'"));
            assertThat(chromium.evaluate("document.getElementById('line').textContent"))
                    .isEqualTo("live");
        }
    }

    @Test
    void showsATakeoverBetweenReplicasOnARealDatabaseWithinASecond() {
        String uri = TestDatabases.postgres().freshDatabase();
        Vertx elsewhere = Vertx.vertx();
        ClusterReader reader = SqlClusterReader.of(
                elsewhere,
                uri,
                () -> PgBuilder.pool()
                        .using(elsewhere)
                        .connectingTo(PgConnectOptions.fromUri(uri))
                        .with(new PoolOptions().setMaxSize(1))
                        .build());
        try (OpenConsole console = new OpenConsole(reader, InstanceSource.none(), Pace.USUAL)) {
            Candidate beta = new Candidate(elsewhere, uri, "beta");
            await("beta's term", beta.elected());
            Candidate alpha = new Candidate(console.vertx, uri, "alpha");
            chromium.open(console.console.url(), 1280, 900, "light");
            await("beta on the page", chromium.when(NODE + " === 'beta'"));

            Future<Long> event = alpha.elected();
            Future<Long> shown = chromium.when(NODE + " === 'alpha'");
            beta.resign();
            assertThat(await("alpha on the page", shown) - await("alpha's term", event))
                    .as("milliseconds from what this replica said to the page")
                    .isBetween(-20L, 1_000L);

            event = beta.elected();
            shown = chromium.when(NODE + " === 'beta'");
            alpha.resign();
            assertThat(await("beta on the page", shown) - await("beta's term", event))
                    .as("milliseconds from what another replica did to the page")
                    .isBetween(-20L, 1_000L);
            assertThat(chromium.complaints()).isEmpty();
            alpha.close();
            beta.close();
        }
        await("the end", elsewhere.close());
    }

    private static void assertNoScrollingSideways(int width) {
        assertThat(chromium.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
    }
}
