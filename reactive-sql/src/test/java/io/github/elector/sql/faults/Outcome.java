// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.util.List;

/**
 * What became of one cell.
 *
 * @param server its name
 * @param struck whether the fault struck at all
 * @param stalled whether the machine stood still, so that neither bounds nor costs were judged
 * @param leaderlessNanos from the end of the fault until somebody led again, or -1 if unknown
 * @param counts what happened
 * @param violations of what was judged
 */
record Outcome(
        String server,
        Cell cell,
        boolean struck,
        boolean stalled,
        long leaderlessNanos,
        Counts counts,
        List<Violation> violations) {

    /** Whether everything was judged. */
    boolean isComplete() {
        return struck && !stalled;
    }

    /**
     * How much happened.
     *
     * @param terms announced
     * @param lost 1 if the term the fault struck was lost
     * @param excused overlaps where rows were edited by hand
     * @param writes accepted
     * @param refusals of zombies
     * @param samples of validity
     */
    record Counts(long terms, long lost, long excused, long writes, long refusals, long samples) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    terms + other.terms,
                    lost + other.lost,
                    excused + other.excused,
                    writes + other.writes,
                    refusals + other.refusals,
                    samples + other.samples);
        }
    }
}
