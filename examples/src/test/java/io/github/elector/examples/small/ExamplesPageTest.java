// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/examples.md} names every small example and nothing that is not there. */
class ExamplesPageTest {
    private static final Path PAGE = Path.of("../docs/examples.md");
    private static final List<Path> FOLDERS = List.of(
            Path.of("src/main/java/io/github/elector/examples/small"),
            Path.of("src/main/resources/io/github/elector/examples/small"));

    @Test
    void everyExampleIsLinked() throws IOException {
        List<Path> linked = links().toList();

        for (Path folder : FOLDERS) {
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.filter(file -> !file.endsWith("package-info.java")))
                        .isNotEmpty()
                        .allSatisfy(file -> assertThat(linked)
                                .contains(file.toAbsolutePath().normalize()));
            }
        }
    }

    @Test
    void everyFileThatIsLinkedExists() throws IOException {
        assertThat(links())
                .hasSizeGreaterThan(5)
                .allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void everyClassAndFileInACommandExists() throws IOException {
        assertThat(found("(?m)^java -cp examples/target/elector-demo.jar (\\S+)"))
                .hasSize(5)
                .allSatisfy(type -> assertThatCode(() -> Class.forName(type).getMethod("main", String[].class))
                        .doesNotThrowAnyException());
        assertThat(found("-conf (\\S+)"))
                .hasSize(1)
                .allSatisfy(file -> assertThat(Path.of("..", file)).exists());
    }

    private static Stream<Path> links() throws IOException {
        return found("\\]\\(([^)#:]+)(?:#[^)]*)?\\)").stream()
                .map(link -> PAGE.resolveSibling(link).toAbsolutePath().normalize());
    }

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
