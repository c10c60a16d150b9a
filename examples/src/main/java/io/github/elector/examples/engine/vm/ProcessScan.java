// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import java.util.List;

/**
 * What was seen in one look at all processes.
 *
 * @param processes those whose command line could be read and that may be JVMs
 * @param unreadable numbers of those whose command line could not
 */
record ProcessScan(List<SeenProcess> processes, List<Long> unreadable) {}
