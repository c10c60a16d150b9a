// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import java.io.Serial;

/** A node that cannot be understood; the message says why, and repeats nothing of what it holds. */
final class BadNodeException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    BadNodeException(String reason) {
        super(reason, null, false, false);
    }
}
