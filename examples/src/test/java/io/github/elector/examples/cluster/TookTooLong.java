// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import java.io.Serial;

/** Nothing was wrong but how long it took, which a machine that is held back explains once. */
public final class TookTooLong extends AssertionError {
    @Serial
    private static final long serialVersionUID = 1;

    /** What took too long. */
    public TookTooLong(String what) {
        super(what);
    }

    /** What may have to be done again. */
    public interface Attempt {
        void make() throws Exception;
    }

    /** Does it once more if it took too long; not a third time. */
    public static void againAfter(Attempt attempt) throws Exception {
        try {
            attempt.make();
        } catch (TookTooLong once) {
            System.err.println("once more: " + once.getMessage());
            attempt.make();
        }
    }
}
