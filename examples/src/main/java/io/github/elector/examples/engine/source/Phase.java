// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

import java.util.Locale;

/** How far a runtime instance has come. */
public enum Phase {
    /** It exists and does not serve yet. */
    STARTING,
    /** It serves. */
    RUNNING,
    /** Somebody asked it to end, and it has not yet. */
    TERMINATING,
    /** It ends again and again. */
    CRASHING,
    /** It ended with an error and will not be started again. */
    FAILED,
    /** It ended as it should and will not be started again. */
    SUCCEEDED,
    /** Nobody can tell. */
    UNKNOWN;

    /** As it stands in tables: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
