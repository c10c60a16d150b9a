// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

/**
 * One page that is open, and what it has seen. While its line is full nothing is written: what changes meanwhile stays on
 * the board, which does not grow.
 */
final class Listener {
    private final Line line;
    private final EventFrames frames;
    private final Board board;
    private long seen;

    /** A line that the listener reads at the other end. */
    interface Line {
        /** Whether so much waits to be read that nothing should be added. */
        boolean isFull();

        void write(String text);
    }

    Listener(Line line, EventFrames frames, Board board) {
        this.line = line;
        this.frames = frames;
        this.board = board;
    }

    /** Writes what there is: what has changed since it was here last, or everything. */
    void open(String lastEventId, long nowMillis) {
        line.write(EventFrames.retry());
        seen = frames.version(lastEventId, board.version());
        String json = board.since(seen, nowMillis);
        line.write(seen == 0 ? frames.snapshot(board.version(), json) : frames.change(board.version(), json));
        seen = board.version();
    }

    /** Something may have changed, or the line may have room again. */
    void update(long nowMillis) {
        if (!line.isFull() && seen < board.version()) {
            line.write(frames.change(board.version(), board.since(seen, nowMillis)));
            seen = board.version();
        }
    }

    /** Comes every few seconds. */
    void beat(long nowMillis) {
        if (!line.isFull()) {
            line.write(EventFrames.beat(nowMillis));
        }
    }
}
