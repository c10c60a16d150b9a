// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * Says in the log which rows no elector wrote, each once for as long as it stays as it is: whoever repairs them has to
 * read the log, and every look sees them again.
 *
 * <p>A row that reads otherwise is said again, and so is one that no look complained of for {@value #FORGOTTEN_AFTER}
 * looks: not every look sees every row, so one look without it tells nothing. It knows so many rows at most: who broke
 * more than that has one cause to look for, and not a thousand. On the host's context only.
 */
final class RowComplaints {
    /** After so many looks without a complaint a row counts as repaired. */
    static final int FORGOTTEN_AFTER = 10;

    private static final Logger LOG = LoggerFactory.getLogger(HostDriver.class);

    private final int most;
    private final Map<String, Said> said = new HashMap<>();
    private long looks;
    private boolean saidThatThereAreMore;

    /** The last complaint of a row, and the look that saw it last. */
    private record Said(String complaint, long look) {}

    /** Knows this many rows. */
    RowComplaints(int most) {
        this.most = most;
    }

    /** A look complains of a row; {@code what} tells it from others. */
    void hear(String what, String complaint) {
        Said before = said.get(what);
        if (before == null && said.size() >= most) {
            if (!saidThatThereAreMore) {
                saidThatThereAreMore = true;
                LOG.error("more than " + most + " rows hold what no elector wrote, and no more of them are named:"
                        + " repair those that were");
            }
            return;
        }
        said.put(what, new Said(complaint, looks));
        if (before == null || !before.complaint().equals(complaint)) {
            LOG.error(complaint);
        }
    }

    /** All complaints of one look were heard. */
    void lookEnds() {
        looks++;
        said.values().removeIf(complaint -> looks - complaint.look() > FORGOTTEN_AFTER);
        saidThatThereAreMore = saidThatThereAreMore && said.size() >= most;
    }
}
