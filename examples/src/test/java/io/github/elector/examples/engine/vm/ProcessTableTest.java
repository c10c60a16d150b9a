// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the operating system tells of real processes, in each of the ways to ask it. */
class ProcessTableTest {
    private static final String LONG = "-Dlong=" + "x".repeat(20_000);

    static List<ProcessTable> tables() {
        return LinuxProcesses.areHere()
                ? List.of(new LinuxProcesses(), new HandleProcesses())
                : List.of(new HandleProcesses());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void runningProcessIsSeenAndOneThatWasKilledIsNot(ProcessTable table) {
        try (ProviderProcess provider = ProviderProcess.startByAnother("-Da=1")) {
            SeenProcess seen = find(table, provider.pid());
            assertThat(JavaCommand.of(seen.command()).orElseThrow().properties())
                    .containsEntry("a", "1");
            assertThat(seen.parent()).isPositive();
            assertThat(table.runs(seen.id())).isTrue();
            assertThat(table.runs(new ProcessId(provider.pid(), seen.id().start() + 1)))
                    .as("another process of that number")
                    .isFalse();

            ProcessHandle handle = ProcessHandle.of(provider.pid()).orElseThrow();
            provider.kill();
            handle.onExit().join();

            assertThat(table.runs(seen.id())).isFalse();
            assertThat(table.scan().processes())
                    .extracting(each -> each.id().pid())
                    .doesNotContain(provider.pid());
        }
    }

    @Test
    void commandLineLongerThanAPageIsReadWhereThereIsProc() {
        assumeTrue(LinuxProcesses.areHere());
        try (ProviderProcess provider = ProviderProcess.start(LONG, "-Da=1")) {
            assertThat(JavaCommand.of(find(new LinuxProcesses(), provider.pid()).command())
                            .orElseThrow()
                            .properties())
                    .containsEntry("a", "1");
        }
    }

    /** As after a kill of a process whose parent does not ask for it: it is still in the table, and runs no more. */
    @Test
    void processThatHasEndedAndIsNotFetchedRunsNoMore(@TempDir Path proc) throws IOException {
        LinuxProcesses table = new LinuxProcesses(proc);
        Path folder = Files.createDirectory(proc.resolve("8"));
        Files.writeString(folder.resolve("cmdline"), "java\0-Da=1\0Main\0");
        Files.writeString(folder.resolve("stat"), stat("S"));
        Files.createDirectory(proc.resolve("self"));
        assertThat(table.scan().processes())
                .containsExactly(new SeenProcess(new ProcessId(8, 4711), 1, List.of("java", "-Da=1", "Main")));
        assertThat(table.runs(new ProcessId(8, 4711))).isTrue();

        Files.writeString(folder.resolve("stat"), stat("Z"));

        assertThat(table.scan().processes()).isEmpty();
        assertThat(table.runs(new ProcessId(8, 4711))).isFalse();
    }

    /** A folder in place of the file: it is there, and cannot be read, for root neither. */
    @Test
    void processThatCannotBeReadIsNamed(@TempDir Path proc) throws IOException {
        Files.createDirectories(proc.resolve("8").resolve("cmdline"));
        Files.createDirectories(proc.resolve("9"));

        ProcessScan scan = new LinuxProcesses(proc).scan();

        assertThat(scan.processes()).isEmpty();
        assertThat(scan.unreadable()).containsExactly(8L);
    }

    private static String stat(String state) {
        return "8 (a ) b) " + state + " 1 8 8 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 19 0 4711 1 1";
    }

    private static SeenProcess find(ProcessTable table, long pid) {
        return table.scan().processes().stream()
                .filter(process -> process.id().pid() == pid)
                .findFirst()
                .orElseThrow();
    }
}
