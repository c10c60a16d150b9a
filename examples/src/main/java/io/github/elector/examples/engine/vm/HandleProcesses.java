// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@link ProcessHandle} tells on every operating system; of processes of others it often tells nothing. */
final class HandleProcesses implements ProcessTable {
    @Override
    public ProcessScan scan() {
        List<SeenProcess> seen = new ArrayList<>();
        List<Long> unreadable = new ArrayList<>();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            all.filter(ProcessHandle::isAlive)
                    .forEach(handle -> command(handle)
                            .ifPresentOrElse(
                                    command -> seen.add(seen(handle, command)), () -> unreadable.add(handle.pid())));
        }
        return new ProcessScan(seen, unreadable);
    }

    @Override
    public boolean runs(ProcessId id) {
        return ProcessHandle.of(id.pid())
                .filter(handle -> handle.isAlive() && start(handle) == id.start())
                .isPresent();
    }

    private static SeenProcess seen(ProcessHandle handle, List<String> command) {
        return new SeenProcess(
                new ProcessId(handle.pid(), start(handle)),
                handle.parent().map(ProcessHandle::pid).orElse(0L),
                command);
    }

    private static Optional<List<String>> command(ProcessHandle handle) {
        return handle.info()
                .command()
                .flatMap(program -> handle.info().arguments().map(arguments -> {
                    List<String> command = new ArrayList<>();
                    command.add(program);
                    command.addAll(Arrays.asList(arguments));
                    return command;
                }));
    }

    /** Milliseconds since 1970, as far as the system tells. */
    private static long start(ProcessHandle handle) {
        return handle.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
    }
}
