// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.github.elector.notice.Notice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What waits for one subscriber until it asks for more. On one context at a time. */
interface Inbox<T> {
    /** This was published. */
    void put(Notice notice);

    /** The next to be told, which is then no longer here; null if there is nothing. */
    @Nullable
    T take();

    /**
     * Holds so many elements and then a gap: what is new is lost while it is full, so that a gap stands where it arose, and
     * one gap grows until there is room behind it.
     */
    final class Bounded implements Inbox<Heard> {
        private final Deque<Heard> waiting = new ArrayDeque<>();
        private final int most;

        Bounded(int most) {
            this.most = most;
        }

        @Override
        public void put(Notice notice) {
            if (waiting.size() < most) {
                waiting.add(new Heard.Told(notice));
            } else if (waiting.peekLast() instanceof Heard.Gap gap) {
                waiting.removeLast();
                waiting.add(new Heard.Gap(gap.lost() + 1));
            } else {
                waiting.add(new Heard.Gap(1));
            }
        }

        @Override
        public @Nullable Heard take() {
            return waiting.poll();
        }
    }

    /** Holds nothing but whether there may be news: the state is read when it is told, so it is never an old one. */
    final class Latest implements Inbox<ElectorState> {
        private final Supplier<ElectorState> reading;
        private boolean mayBeNews = true;
        private @Nullable ElectorState told;

        Latest(Supplier<ElectorState> reading) {
            this.reading = reading;
        }

        @Override
        public void put(Notice notice) {
            mayBeNews = true;
        }

        @Override
        public @Nullable ElectorState take() {
            if (!mayBeNews) {
                return null;
            }
            mayBeNews = false;
            ElectorState now = reading.get();
            if (told != null && now.repeats(told)) {
                return null;
            }
            told = now;
            return now;
        }
    }
}
