// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

/** A promise was broken in the world that is being explored. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String what) {
        super(what);
    }

    Violation(String what, Throwable cause) {
        super(what, cause);
    }
}
