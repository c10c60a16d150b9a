// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link of every page leads somewhere, and every page can be found. */
class GuideLinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> lost = new ArrayList<>();
        int links = 0;
        for (Page page : Page.all()) {
            for (MatchResult found : LINK.matcher(page.prose()).results().toList()) {
                String link = found.group(1);
                if (link.matches("https?:.*")) {
                    continue;
                }
                links++;
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
                if (!Files.exists(target)
                        || (parts.length > 1 && !headings(target).contains(parts[1]))) {
                    lost.add(page.name() + ": " + link);
                }
            }
        }

        assertThat(links).isGreaterThan(100);
        assertThat(lost).isEmpty();
    }

    @Test
    void everyPageIsInTheListOfPages() {
        Page list = Page.named("README.md");
        List<String> listed = LINK.matcher(list.text())
                .results()
                .map(link -> link.group(1))
                .filter(link -> link.matches("[\\w-]+\\.md"))
                .toList();

        assertThat(listed).doesNotHaveDuplicates();
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(Page.in(Page.TOP.resolve("docs")).stream()
                        .map(page -> page.file().getFileName().toString())
                        .filter(name -> !name.equals("README.md"))
                        .toList());
    }

    /** As a reader's browser has them. */
    private static Stream<String> slugs(Path file) {
        return HEADING.matcher(Page.read(file).prose())
                .results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
    }

    private static List<String> headings(Path file) {
        return file.toString().endsWith(".md") ? slugs(file).toList() : List.of();
    }
}
