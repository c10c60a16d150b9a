// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.Future;

/** Reads who leads what and which sessions there are. It never writes. */
public interface ClusterReader {
    /**
     * What there is now. Called once or twice a second, never again before it has answered or was given up, on the
     * console's context; a failure is shown, without its message unless it is a server's.
     */
    Future<Observed> read();

    /** Frees what it has; nothing is read any more. */
    Future<Void> close();
}
