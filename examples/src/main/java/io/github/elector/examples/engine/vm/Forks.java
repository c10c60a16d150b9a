// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Processes with the very command line of their parent. A JVM that starts a process, whatever it is, has a child like that for
 * a moment, between fork and exec; it is no second provider. One that is still like that at the next look is.
 *
 * @param ids which
 */
record Forks(Set<ProcessId> ids) {
    static Forks in(ProcessScan scan) {
        Map<Long, List<String>> commands = new HashMap<>();
        scan.processes().forEach(process -> commands.put(process.id().pid(), process.command()));
        Set<ProcessId> ids = new HashSet<>();
        for (SeenProcess process : scan.processes()) {
            if (process.command().equals(commands.get(process.parent()))) {
                ids.add(process.id());
            }
        }
        return new Forks(ids);
    }

    boolean contains(SeenProcess process) {
        return ids.contains(process.id());
    }
}
