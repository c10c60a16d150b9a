// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import java.io.Serial;

/** A promise that did not hold. */
public final class Violation extends AssertionError {
    @Serial
    private static final long serialVersionUID = 1;

    public Violation(String promise) {
        super(promise);
    }
}
