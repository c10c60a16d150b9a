// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream is cut into lines, wherever its pieces were cut. */
class LinesTest {
    private final List<String> lines = new ArrayList<>();
    private final Lines cutter = new Lines(5, line -> lines.add(line.toString()), () -> lines.add("(too long)"));

    @Test
    void everyCutGivesTheSameLines() {
        byte[] text = "a\nbb\n\nccccc\nö\n".getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= text.length; first++) {
            for (int second = first; second <= text.length; second++) {
                lines.clear();
                Buffer whole = Buffer.buffer(text);
                cutter.take(whole.getBuffer(0, first));
                cutter.take(whole.getBuffer(first, second));
                cutter.take(whole.getBuffer(second, text.length));
                assertThat(lines).containsExactly("a", "bb", "ccccc", "ö");
                assertThat(cutter.isInTheMiddle()).isFalse();
            }
        }
    }

    @Test
    void lineThatIsTooLongIsPassedOverAndToldOnce() {
        for (String piece : List.of("a\n12345", "6", "789", "0\nb", "\n", "123456\nc\n")) {
            cutter.take(Buffer.buffer(piece));
        }

        assertThat(lines).containsExactly("a", "(too long)", "b", "(too long)", "c");
    }

    @Test
    void streamThatStopsInALineIsInTheMiddle() {
        cutter.take(Buffer.buffer("a\nb"));
        assertThat(cutter.isInTheMiddle()).isTrue();
        cutter.take(Buffer.buffer("\n"));
        assertThat(cutter.isInTheMiddle()).isFalse();
        cutter.take(Buffer.buffer("123456"));
        assertThat(cutter.isInTheMiddle()).isTrue();
    }
}
