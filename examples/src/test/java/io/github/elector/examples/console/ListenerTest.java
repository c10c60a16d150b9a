// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A listener who reads, and one who does not. */
class ListenerTest {
    private final Board board = new Board();
    private final PlayedLine line = new PlayedLine();
    private final EventFrames frames = new EventFrames("life");
    private final Listener listener = new Listener(line, frames, board);

    @BeforeEach
    void open() {
        board.put("here", "alpha");
        listener.open("", 0);
        line.written.clear();
    }

    @Test
    void getsEachChangeOnce() {
        board.put("events", 1);
        listener.update(1);
        listener.update(2);

        assertThat(line.written)
                .containsExactly("id: life-2\nevent: change\ndata: {\"sections\":{\"events\":1},\"now\":1}\n\n");
    }

    @Test
    void nothingIsWrittenToALineThatIsFullHoweverMuchChanges() {
        line.full = true;
        for (int n = 0; n < 10_000; n++) {
            board.put("events", n);
            listener.update(n);
        }
        listener.beat(9_999);

        assertThat(line.written).isEmpty();
    }

    @Test
    void getsTheLatestInOnePieceWhenThereIsRoomAgain() {
        line.full = true;
        for (int n = 0; n < 100; n++) {
            board.put("events", n);
            listener.update(n);
        }
        line.full = false;
        listener.update(100);

        assertThat(line.written)
                .containsExactly("id: life-101\nevent: change\ndata: {\"sections\":{\"events\":99},\"now\":100}\n\n");
    }

    @Test
    void whoComesLaterIsNotToldWhatIsGone() {
        board.put("terms:old", 1);
        board.remove("terms:old");

        listener.open("", 0);

        assertThat(line.written.get(1)).contains("event: snapshot").doesNotContain("terms:old");
    }

    @Test
    void noNameCanEndAnEvent() {
        board.put("terms:a\nid: 1\r\n\r\nevent: x", "b\n\ndata: c\u2028\u0000\r");
        listener.update(1);

        assertThat(line.written.get(0)).doesNotContain("\r").matches("(?s)[^\n]*\n[^\n]*\n[^\n]*\n\n");
    }

    private static final class PlayedLine implements Listener.Line {
        private final List<String> written = new ArrayList<>();
        private boolean full;

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void write(String text) {
            written.add(text);
        }
    }
}
