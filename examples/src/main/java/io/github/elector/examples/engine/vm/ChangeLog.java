// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import io.github.elector.examples.engine.source.Delta;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The latest changes by their revisions, and so how far back a watch can begin.
 *
 * <p>Revisions count up by one from the time of the start in milliseconds, so those of the next source on this host are
 * larger unless the clock was set back or there was more than one change a millisecond; nothing depends on it.
 */
final class ChangeLog {
    private final int kept;
    private final Deque<Delta> changes = new ArrayDeque<>();
    private long revision;

    ChangeLog(int kept, long first) {
        this.kept = kept;
        this.revision = first;
    }

    /** Of the latest change. */
    long revision() {
        return revision;
    }

    /** The change of the next revision. */
    void add(Delta change) {
        if (change.revision() != revision + 1) {
            throw new IllegalArgumentException(
                    "after revision " + revision + " comes the next, not " + change.revision());
        }
        revision++;
        changes.addLast(change);
        if (changes.size() > kept) {
            changes.removeFirst();
        }
    }

    /** What came after this revision, in order; nothing if it is not known any more, or never was. */
    Optional<List<Delta>> since(long from) {
        long oldest = revision - changes.size();
        if (from < oldest || from > revision) {
            return Optional.empty();
        }
        return Optional.of(changes.stream().skip(from - oldest).toList());
    }
}
