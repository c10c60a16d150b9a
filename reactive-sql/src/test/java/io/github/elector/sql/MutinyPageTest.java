// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.mutiny.MutinyElector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/mutiny.md says in figures is so; its code is checked with that of all pages. */
class MutinyPageTest {
    private static final Path PAGE = Path.of("..", "docs", "mutiny.md");

    @Test
    void versionIsTheOneThatIsTested() throws IOException {
        String managed = found(Path.of("..", "pom.xml"), "<mutiny.version>(.*?)</mutiny.version>")
                .findFirst()
                .orElseThrow();

        assertThat(found(PAGE, "<version>(.*?)</version>")).containsExactly(managed);
    }

    @Test
    void bufferIsTheDefault() throws IOException {
        assertThat(found(PAGE, "\\((\\d+) unless said\\)"))
                .containsExactly(Integer.toString(MutinyElector.DEFAULT_BUFFER));
    }

    private static Stream<String> found(Path file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1));
    }
}
