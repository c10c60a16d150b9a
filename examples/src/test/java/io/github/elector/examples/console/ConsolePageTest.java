// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.elector.notice.NoticeType;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
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

            assertThat(chromium.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
            assertThat(chromium.complaints()).isEmpty();
        }
    }
}
