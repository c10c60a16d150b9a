// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

import io.vertx.core.Vertx;

/** A kind of source with its settings: opens a new one for every term. Immutable. */
public interface Driver {
    /** A source for the current context; see {@link ListWatch}. */
    ListWatch open(Vertx vertx);
}
