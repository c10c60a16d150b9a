// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.Future;
import java.util.List;

/** Reads the instances that Discovery and Engine have written. It never writes. */
public interface InstanceSource {
    /**
     * Some of them, in an order that does not change by itself, and how many there are.
     *
     * @param atMost how many are shown
     */
    Future<Instances> read(int atMost);

    /** Frees what it has. */
    default Future<Void> close() {
        return Future.succeededFuture();
    }

    /** For a replica that has no such tables. */
    static InstanceSource none() {
        return atMost -> Future.succeededFuture(new Instances(List.of(), 0));
    }
}
