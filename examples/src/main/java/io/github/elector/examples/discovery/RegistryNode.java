// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A node as it was read.
 *
 * @param path where
 * @param data what it holds, empty if nothing
 * @param revision of its data: the zxid of the transaction that wrote them last
 */
record RegistryNode(String path, Buffer data, long revision) {
    /** What providers write is a few kilobytes; what is larger than this is not from them. */
    static final int LONGEST = 512 * 1_024;

    /**
     * Its data as text.
     *
     * @throws BadNodeException if it is too long, or none
     */
    String text() {
        if (data.length() > LONGEST) {
            throw new BadNodeException("holds " + data.length() + " bytes, more than " + LONGEST);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data.getBytes()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new BadNodeException("is no UTF-8");
        }
    }
}
