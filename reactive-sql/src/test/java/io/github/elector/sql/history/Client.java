// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.Deployable;
import io.vertx.core.Future;

/** Somebody who uses the database of a history, through a line of its own. */
interface Client extends Deployable {
    /** Between it and the server. */
    TcpProxy proxy();

    /** Ends what it does; completes when nothing is under way any more. From a thread without a context. */
    Future<Void> finish();
}
