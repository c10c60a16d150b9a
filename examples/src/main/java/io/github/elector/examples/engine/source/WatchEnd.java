// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

/** Why a watch that did not fail has ended, and what is to be done next. */
public enum WatchEnd {
    /** Whoever watched closed it. */
    CLOSED,
    /** The source ends each watch after a while: watch again from the last revision. */
    OVER,
    /** The source does not keep that revision any more, or told something nobody could read: list again. */
    REVISION_GONE
}
