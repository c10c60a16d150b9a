// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.vertx.core.eventbus.Message;
import org.jspecify.annotations.Nullable;

/** What came in a message. One of another process is decoded when it is asked for, and anybody may have written it. */
final class Received {
    private Received() {}

    /**
     * The body.
     *
     * @throws IllegalArgumentException if it cannot be decoded; what the codec says of it may repeat it, and is not kept
     */
    static @Nullable Object body(Message<?> message) {
        try {
            return message.body();
        } catch (RuntimeException garbled) {
            throw new IllegalArgumentException("the message cannot be decoded");
        }
    }
}
