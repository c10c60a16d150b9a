// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.io.Serial;

/** A server answered that takes no writes, so what it says of leases may be what was true once. */
final class ReadOnlyServerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    ReadOnlyServerException() {
        super("the server is read-only");
    }
}
