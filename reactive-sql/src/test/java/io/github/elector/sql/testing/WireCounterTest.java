// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WireCounterTest {
    private static final int VERSION = 3 << 16;
    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSSENC_REQUEST = 80_877_104;

    /** Encryption is asked for, twice, and refused; then come a startup message, a Query, a Sync and an Execute. */
    @Test
    void whoAsksForEncryptionFirstIsCountedAsOthersAreHoweverItIsCut() {
        byte[] sent = ByteBuffer.allocate(8 + 8 + 68 + 10 + 5 + 14)
                .putInt(8)
                .putInt(GSSENC_REQUEST)
                .putInt(8)
                .putInt(SSL_REQUEST)
                .putInt(8 + 60)
                .putInt(VERSION)
                .put(new byte[60])
                .put((byte) 'Q')
                .putInt(4 + 5)
                .put(new byte[5])
                .put((byte) 'S')
                .putInt(4)
                .put((byte) 'E')
                .putInt(4 + 9)
                .put(new byte[9])
                .array();

        for (int cut = 1; cut <= sent.length; cut++) {
            WireCounter counter = WireCounter.postgres();
            for (int from = 0; from < sent.length; from += cut) {
                byte[] chunk = Arrays.copyOfRange(sent, from, Math.min(sent.length, from + cut));
                counter.sees(1, chunk, chunk.length);
            }
            assertThat(counter.statements()).as("in pieces of " + cut).isEqualTo(2);
        }
    }
}
