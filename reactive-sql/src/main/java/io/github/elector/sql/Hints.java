// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.Hint;
import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * How a store tells other electors, and is told by them, that a look may be worth it. All on the context of the store.
 */
interface Hints {
    /** Tells {@code listener} from now on. */
    void start(Consumer<Hint> listener);

    /** Tells the others, without anybody waiting for it, about a statement that was handed to {@code writer} just now. */
    void announceAfter(DedicatedConnection writer, Hint hint);

    /** Completes when no notice is under way, within its deadline. */
    Future<Void> noticed();

    /** Nobody is told anything any more. */
    void close();
}
