// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.github.elector.notice.Notice;

/** What a listener to notices hears: a notice, or that some are missing here. */
public sealed interface Heard {
    /**
     * One notice.
     *
     * @param notice as it was published
     */
    record Told(Notice notice) implements Heard {}

    /**
     * Here some were lost, since the listener was slow and the buffer was full.
     *
     * @param lost how many, at least one
     */
    record Gap(long lost) implements Heard {
        public Gap {
            if (lost < 1) {
                throw new IllegalArgumentException("a gap of " + lost + " notices is none: it is at least one");
            }
        }
    }
}
