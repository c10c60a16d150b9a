// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README is short where it promises to be, and its commands are those that work; its code is checked with all pages. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final int LONGEST_QUICK_START = 15;

    @Test
    void quickStartIsShort() throws IOException {
        assertThat(blocks("java").get(0).lines().count()).isLessThanOrEqualTo(LONGEST_QUICK_START);
    }

    /** Two commands to set up, one to see it, one to test it. */
    @Test
    void commandsAreThoseThatWork() throws IOException {
        assertThat(blocks("sh").stream().map(String::strip))
                .containsExactly(
                        "git clone <this repository> vertx-elector && cd vertx-elector\nmvn -q -B -ntp -DskipTests package",
                        "java -jar examples/target/elector-demo.jar",
                        "mvn -B -ntp verify");
        assertThat(Files.readString(Path.of("pom.xml"))).contains("/elector-demo.jar</outputFile>");
    }

    private static List<String> blocks(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(README));
        return block.results().map(found -> found.group(1)).collect(Collectors.toList());
    }
}
