// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * Cuts a stream into lines, wherever its pieces were cut. A line that is too long is not kept: somebody is told once, and
 * the rest of it is passed over.
 */
final class Lines {
    private static final byte END = '\n';

    private final int longest;
    private final Consumer<Buffer> line;
    private final Runnable tooLong;
    private Buffer rest = Buffer.buffer();
    private boolean passingOver;

    /** {@code longest} in bytes without the end; {@code line} gets each without it. */
    Lines(int longest, Consumer<Buffer> line, Runnable tooLong) {
        this.longest = longest;
        this.line = line;
        this.tooLong = tooLong;
    }

    /** The next piece. */
    void take(Buffer piece) {
        int from = 0;
        for (int at = 0; at < piece.length(); at++) {
            if (piece.getByte(at) == END) {
                append(piece, from, at);
                end();
                from = at + 1;
            }
        }
        append(piece, from, piece.length());
    }

    /** Whether the stream so far ends in the middle of a line. */
    boolean isInTheMiddle() {
        return passingOver || rest.length() > 0;
    }

    private void append(Buffer piece, int from, int to) {
        if (passingOver || from == to) {
            return;
        }
        if (rest.length() + (to - from) > longest) {
            passingOver = true;
            rest = Buffer.buffer();
            tooLong.run();
            return;
        }
        rest.appendBuffer(piece, from, to - from);
    }

    private void end() {
        Buffer whole = rest;
        rest = Buffer.buffer();
        boolean isWhole = !passingOver;
        passingOver = false;
        if (isWhole && whole.length() > 0) {
            line.accept(whole);
        }
    }
}
