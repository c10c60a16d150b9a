// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import io.github.elector.sql.testing.ByteForger.Forgery;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * What a hostile server or somebody in between may answer, drawn from a random: real traffic with bits flipped, cut short,
 * repeated or silent from some byte on, made up bytes, and whole messages with lengths, counts and types nobody sends.
 */
public final class Forgeries {
    private static final int[] EXTREMES = {
        0,
        1,
        -1,
        2,
        3,
        4,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0xffff,
        0xfffffe,
        0xffffff,
        0x1000000,
        0x3fffffff,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0x7ffffff0
    };
    /** Of PostgreSQL: arrays of several kinds, and what is decoded in other ways than what the statements select. */
    private static final int[] TYPES = {
        1007, 1009, 1016, 1000, 1231, 1115, 2951, 3807, 1002, 17, 600, 603, 604, 718, 114, 3802, 1700, 1186, 1114, 2950,
        0
    };

    private Forgeries() {}

    /** One for the connection of a client that is connecting or asking; {@code mysql} or PostgreSQL. */
    public static Forgery any(Random random, boolean mysql) {
        long strikesAt = random.nextInt(3) == 0 ? random.nextInt(40) : random.nextInt(1_200);
        long seed = random.nextLong();
        int kind = random.nextInt(9);
        return (chunk, from) -> {
            if (from + chunk.length <= strikesAt) {
                return chunk;
            }
            int at = (int) Math.max(0, strikesAt - from);
            return forged(kind, chunk, at, new Random(seed + from), mysql);
        };
    }

    private static byte[] forged(int kind, byte[] chunk, int at, Random random, boolean mysql) {
        return switch (kind) {
            case 0 -> flipped(chunk, at, random);
            case 1 -> at == 0 ? null : Arrays.copyOf(chunk, at);
            case 2 -> new byte[0];
            case 3 -> madeUp(chunk, at, random);
            case 4 -> joined(chunk, chunk);
            case 5 -> joined(Arrays.copyOf(chunk, at), message(random, mysql));
            default -> mysql ? packets(chunk, random) : messages(chunk, random);
        };
    }

    private static byte[] flipped(byte[] chunk, int at, Random random) {
        byte[] forged = chunk.clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            forged[at + random.nextInt(forged.length - at)] ^= (byte) (1 << random.nextInt(8));
        }
        return forged;
    }

    private static byte[] madeUp(byte[] chunk, int at, Random random) {
        byte[] noise = new byte[1 + random.nextInt(2_000)];
        random.nextBytes(noise);
        return joined(Arrays.copyOf(chunk, at), noise);
    }

    /** Beginning of a message that is far longer than anything that will come, or of one that makes no sense. */
    private static byte[] message(Random random, boolean mysql) {
        byte[] body = new byte[random.nextInt(300)];
        random.nextBytes(body);
        ByteBuffer message = ByteBuffer.allocate(body.length + 5);
        if (mysql) {
            int length = extreme(random);
            message.put((byte) length)
                    .put((byte) (length >> 8))
                    .put((byte) (length >> 16))
                    .put((byte) random.nextInt(4));
            message.put((byte) random.nextInt(256));
        } else {
            message.put((byte) "RSKZTDCEINAdtGH123nsvWc?".charAt(random.nextInt(24)))
                    .putInt(extreme(random));
        }
        return message.put(body).array();
    }

    /** Every message of PostgreSQL that is whole in this chunk, some of them with something in them that is extreme. */
    private static byte[] messages(byte[] chunk, Random random) {
        ByteBuffer buffer = ByteBuffer.wrap(chunk.clone());
        int at = 0;
        while (at + 5 <= chunk.length) {
            int length = buffer.getInt(at + 1);
            if (length < 4 || at + 1 + length > chunk.length) {
                break;
            }
            if (random.nextInt(3) == 0) {
                spoil(buffer, at + 5, at + 1 + length, random, chunk[at] == 'T');
            }
            if (random.nextInt(20) == 0) {
                buffer.putInt(at + 1, extreme(random));
            }
            at += 1 + length;
        }
        return buffer.array();
    }

    private static void spoil(ByteBuffer buffer, int from, int to, Random random, boolean describesRows) {
        if (describesRows && to - from > 2) {
            // Of every column after its name: table, number, type, size, modifier, format.
            int at = from + 2;
            while (at < to) {
                while (at < to && buffer.get(at) != 0) {
                    at++;
                }
                at++;
                if (at + 18 <= to && random.nextInt(3) == 0) {
                    buffer.putInt(at + 6, TYPES[random.nextInt(TYPES.length)]);
                    buffer.putShort(at + 16, (short) random.nextInt(2));
                }
                at += 18;
            }
        } else if (to - from >= 4) {
            buffer.putInt(from + random.nextInt(to - from - 3), extreme(random));
        } else if (to > from) {
            buffer.put(from + random.nextInt(to - from), (byte) extreme(random));
        }
    }

    /** The same for packets of MySQL: lengths, sequence numbers, and numbers in the middle, also those of eight bytes. */
    private static byte[] packets(byte[] chunk, Random random) {
        byte[] forged = chunk.clone();
        int at = 0;
        while (at + 4 <= chunk.length) {
            int length = (chunk[at] & 0xff) | (chunk[at + 1] & 0xff) << 8 | (chunk[at + 2] & 0xff) << 16;
            int end = Math.min(chunk.length, at + 4 + length);
            switch (random.nextInt(9)) {
                case 0 -> forged[at + 3] = (byte) random.nextInt(256);
                case 1 -> {
                    int wrong = random.nextBoolean() ? extreme(random) : length + random.nextInt(5) - 2;
                    forged[at] = (byte) wrong;
                    forged[at + 1] = (byte) (wrong >> 8);
                    forged[at + 2] = (byte) (wrong >> 16);
                }
                case 2, 3 -> {
                    if (end > at + 4) {
                        int place = at + 4 + random.nextInt(end - at - 4);
                        // A length that takes eight bytes, or four, or two.
                        forged[place] = (byte) (0xfc + random.nextInt(4));
                        for (int i = place + 1; i < Math.min(end, place + 9); i++) {
                            forged[i] = (byte) (random.nextInt(3) - 1);
                        }
                    }
                }
                case 4 -> {
                    if (end > at + 4) {
                        forged[at + 4 + random.nextInt(end - at - 4)] = (byte) extreme(random);
                    }
                }
                default -> {}
            }
            at = end;
        }
        return forged;
    }

    private static int extreme(Random random) {
        return EXTREMES[random.nextInt(EXTREMES.length)];
    }

    private static byte[] joined(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }
}
