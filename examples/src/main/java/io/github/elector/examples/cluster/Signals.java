// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

/** Exit codes of processes that were ended by a signal: 128 and its number. */
final class Signals {
    /** SIGKILL. */
    static final int KILLED = 137;

    private Signals() {}
}
