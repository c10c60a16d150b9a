// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import java.util.List;

/**
 * A process that runs, as somebody else may see it.
 *
 * @param id which
 * @param parent the number of the process that started it, or 0
 * @param command its command line, program first
 */
record SeenProcess(ProcessId id, long parent, List<String> command) {}
