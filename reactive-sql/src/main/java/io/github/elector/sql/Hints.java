// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.Hint;
import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * How a store tells other electors, and is told by them, that a look may be worth it. Its connection is also there for
 * small things nobody waits for. All on the context of the store.
 */
interface Hints {
    /** The connection, for small things nobody waits for. */
    DedicatedConnection connection();

    /** Tells {@code listener} from now on. */
    void start(Consumer<Hint> listener);

    /** Tells the others, without anybody waiting for it, about a statement that was handed to {@code writer} just now. */
    void announceAfter(DedicatedConnection writer, Hint hint);

    /** Completes when no notice is under way, within its deadline. */
    Future<Void> noticed();

    /** Frees the connection. */
    Future<Void> close();
}
