// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which processes are JVMs, and which options are theirs. */
class JavaCommandTest {
    @Test
    void optionsInFrontOfTheMainClassCount() {
        assertThat(properties("java", "-Da=1", "-cp", "-Dnot=1", "-Db=2", "Main", "-Dc=3"))
                .isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(properties("/opt/jdk/bin/java", "-Da=1", "-jar", "x.jar", "-Dc=3"))
                .isEqualTo(Map.of("a", "1"));
        assertThat(properties("java", "-Da=1", "-m", "a/b.Main", "-Dc=3")).isEqualTo(Map.of("a", "1"));
        assertThat(properties("java", "@options", "--add-opens", "a/b=c", "-Da=1", "Main"))
                .isEqualTo(Map.of("a", "1"));
    }

    @Test
    void theLastOfANameCountsAndOneWithoutAValueIsEmpty() {
        assertThat(properties("java", "-Da=1", "-Da=2", "-Db", "-Dc=x=y", "-D", "Main"))
                .isEqualTo(Map.of("a", "2", "b", "", "c", "x=y", "", ""));
    }

    @Test
    void whatOnlyStartsAJvmOrSpeaksOfOneIsNone() {
        assertThat(JavaCommand.of(List.of("timeout", "60", "java", "-Da=1", "Main")))
                .isEmpty();
        assertThat(JavaCommand.of(List.of("sh", "-c", "java -Da=1 Main"))).isEmpty();
        assertThat(JavaCommand.of(List.of("grep", "--", "-Da=1"))).isEmpty();
        assertThat(JavaCommand.of(List.of("notjava", "-Da=1"))).isEmpty();
        assertThat(JavaCommand.of(List.of())).isEmpty();
    }

    private static Map<String, String> properties(String... command) {
        return JavaCommand.of(List.of(command)).orElseThrow().properties();
    }
}
