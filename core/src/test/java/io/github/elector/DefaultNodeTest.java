// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.elector.lease.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultNodeTest {
    @TempDir
    Path directory;

    @Test
    void variableComesFirst() throws IOException {
        assertThat(DefaultNode.of(Arrays.asList(null, "pod-7"), List.of(file("kernel", "vm\n")), 42))
                .isEqualTo("pod-7-42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void variableThatSaysNothingIsPassedOver(String blank) throws IOException {
        assertThat(DefaultNode.of(List.of(blank), List.of(file("kernel", "vm\n")), 42))
                .isEqualTo("vm-42");
    }

    @Test
    void fileThatIsMissingIsPassedOver() throws IOException {
        Path missing = directory.resolve("missing");

        assertThat(DefaultNode.of(List.of(), List.of(missing, directory, file("etc", "vm\n")), 42))
                .isEqualTo("vm-42");
    }

    @Test
    void fileThatIsNoTextIsPassedOver() throws IOException {
        Path bytes = Files.write(directory.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(DefaultNode.of(List.of(), List.of(bytes), 42)).isEqualTo("node-42");
    }

    @Test
    void firstLineThatIsNoRemarkCounts() throws IOException {
        assertThat(DefaultNode.of(List.of(), List.of(file("etc", "# mine\n\n  vm.example.org  \nother\n")), 42))
                .isEqualTo("vm.example.org-42");
    }

    @Test
    void withoutAnySourceItIsANode() {
        assertThat(DefaultNode.of(List.of(), List.of(), 42)).isEqualTo("node-42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Rechner Süd", "a_b@c", "\u202evm", "名前", "two\nlines", "x\u0000y"})
    void whatANodeMayNotBeCalledIsReplaced(String host) {
        String name = DefaultNode.of(List.of(host), List.of(), 42);

        assertThat(name).hasSameSizeAs(host + "-42").contains("-").endsWith("-42");
        assertThatCode(() -> new NodeName(name)).doesNotThrowAnyException();
    }

    @Test
    void hostThatIsTooLongIsCutAndTheProcessIsNot() {
        String name = DefaultNode.of(List.of("h".repeat(300)), List.of(), Long.MAX_VALUE);

        assertThat(name).hasSize(128).startsWith("hhh").endsWith("h-" + Long.MAX_VALUE);
        assertThatCode(() -> new NodeName(name)).doesNotThrowAnyException();
    }

    @Test
    void optionsAreMadeWithTheNameOfThisProcess() {
        assertThat(new ElectorOptions().getNode())
                .isEqualTo(DefaultNode.NAME)
                .endsWith("-" + ProcessHandle.current().pid());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
