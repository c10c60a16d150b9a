// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import io.github.elector.lease.TermId;
import io.github.elector.time.Moment;

/**
 * A term as the driver and its work have it.
 *
 * @param id which
 * @param ended whether its end was announced
 * @param workRuns whether its work does
 * @param endedAt true time; meaningless before
 * @param endedMoment the same by the node's clocks
 */
record ExploredTerm(TermId id, boolean ended, boolean workRuns, long endedAt, Moment endedMoment) {
    static ExploredTerm begin(TermId id, Moment now) {
        return new ExploredTerm(id, false, true, 0, now);
    }

    ExploredTerm end(long at, Moment now) {
        return new ExploredTerm(id, true, workRuns, at, now);
    }

    ExploredTerm workEnded() {
        return new ExploredTerm(id, ended, false, endedAt, endedMoment);
    }
}
