// SPDX-License-Identifier: Apache-2.0
package io.github.elector.micrometer;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.micrometer.core.instrument.Meter;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} names the meters there are, with the tags and units they have, and no others. */
class MetricsPageTest {
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z.]+)` \\| `([a-z_]+)` \\| (\\w+) \\| ([^|]*) \\| ([^|]*) \\|.*");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern METRIC = Pattern.compile("\\b(?:elector|leader_election)_[a-z_]+");
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"([^\"]+)\"");

    private final Vertx vertx = Vertx.vertx();
    private String page;
    private Scrape scrape;

    /** What is said of one meter, here or there. */
    private record Said(String type, String unit, Set<String> tags) {}

    @BeforeEach
    void open() throws IOException {
        page = Files.readString(Path.of("../docs/metrics.md"));
        scrape = new Scrape(vertx);
        ElectorMeters.bind(vertx, scrape.registry);
        ElectorOptions options = new ElectorOptions()
                .setComponent("billing")
                .setNode("replica-1")
                .setStoreUri("memory:");
        await("the start", Elector.start(vertx, options, TermWork.none()));
    }

    @AfterEach
    void close() {
        await("the close", vertx.close());
    }

    private List<Matcher> rows() {
        return page.lines().map(ROW::matcher).filter(Matcher::matches).toList();
    }

    @Test
    void everyMeterIsOnThePageAndEveryMeterOfThePageIsThere() {
        Map<String, Said> written = new TreeMap<>();
        rows().forEach(row ->
                written.put(row.group(1), new Said(row.group(3), row.group(4).strip(), codes(row.group(5)))));
        Map<String, Said> real = new TreeMap<>();
        for (Meter meter : scrape.registry.getMeters()) {
            Meter.Id id = meter.getId();
            Set<String> tags = id.getTags().stream().map(tag -> tag.getKey()).collect(Collectors.toSet());
            String unit = id.getBaseUnit() == null ? "" : id.getBaseUnit();
            real.put(id.getName(), new Said(id.getType().name().toLowerCase(Locale.ROOT), unit, tags));
        }

        assertThat(written).isEqualTo(real);
    }

    @Test
    void thePrometheusNamesAreTheScrapedOnes() {
        Set<String> families = scrape.names().stream()
                .map(name -> name.replaceAll("_(count|sum|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows().stream().map(row -> row.group(2))).containsExactlyInAnyOrderElementsOf(families);
    }

    @Test
    void everyWordATagCanHaveIsOnThePage() {
        Set<String> words = scrape.read().stream()
                .flatMap(sample -> sample.labels().entrySet().stream())
                .filter(label -> !Set.of("node", "name", "component").contains(label.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(codes(page.replaceAll("(?s)```.*?```", ""))).containsAll(words);
    }

    @Test
    void theAlertsAskOnlyForWhatIsScraped() {
        List<String> rules = Arrays.stream(page.split("```"))
                .filter(block -> block.startsWith("yaml"))
                .toList();
        assertThat(rules).isNotEmpty();
        List<Scrape.Sample> samples = scrape.read();

        for (String rule : rules) {
            METRIC.matcher(rule)
                    .results()
                    .forEach(found -> assertThat(scrape.names()).contains(found.group()));
            LABEL.matcher(rule)
                    .results()
                    .forEach(found -> assertThat(samples)
                            .as(found.group())
                            .anyMatch(sample -> sample.has(found.group(1), found.group(2))));
        }
    }

    private static Set<String> codes(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
