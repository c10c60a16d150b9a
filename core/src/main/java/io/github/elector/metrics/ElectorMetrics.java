// SPDX-License-Identifier: Apache-2.0
package io.github.elector.metrics;

import io.github.elector.Elector;

/** Measures the electors of a Vertx; see {@link Elector#measure}. */
public interface ElectorMetrics {
    /**
     * A host begins: the electors that share a session. Called on the context it lives on, before it does anything.
     *
     * @return who is told what the host does from now on
     */
    HostMetrics begin(MeasuredHost host);
}
