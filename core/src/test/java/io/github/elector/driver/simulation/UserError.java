// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import java.io.Serial;

/** What handlers, work and gates of users throw. */
final class UserError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    UserError(String what) {
        super(what, null, false, false);
    }
}
