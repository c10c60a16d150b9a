// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

/**
 * One page that is open, and what it has seen. While its line is full nothing is written: what changes meanwhile stays on
 * the board, which does not grow. A line that stays full is cut.
 */
final class Listener {
    private final Line line;
    private final EventFrames frames;
    private final Board board;
    private final long patienceMillis;
    private long seen;
    private boolean full;
    private long fullSinceMillis;

    /** A line that the listener reads at the other end. */
    interface Line {
        /** Whether so much waits to be read that nothing should be added. */
        boolean isFull();

        void write(String text);

        void cut();
    }

    Listener(Line line, EventFrames frames, Board board, long patienceMillis) {
        this.line = line;
        this.frames = frames;
        this.board = board;
        this.patienceMillis = patienceMillis;
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
        if (hasRoom(nowMillis) && seen < board.version()) {
            line.write(frames.change(board.version(), board.since(seen, nowMillis)));
            seen = board.version();
        }
    }

    /** Comes every few seconds. */
    void beat(long nowMillis) {
        if (hasRoom(nowMillis)) {
            line.write(EventFrames.beat(nowMillis));
        } else if (nowMillis - fullSinceMillis >= patienceMillis) {
            line.cut();
        }
    }

    private boolean hasRoom(long nowMillis) {
        boolean fullNow = line.isFull();
        if (fullNow && !full) {
            fullSinceMillis = nowMillis;
        }
        full = fullNow;
        return !fullNow;
    }
}
