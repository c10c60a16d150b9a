// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the statements that clients send to a server, by reading what passes through a proxy: on PostgreSQL messages
 * that execute (Execute, Query), on MySQL and MariaDB commands that do (COM_STMT_EXECUTE, COM_QUERY).
 */
public final class WireCounter implements TcpProxy.Tap {
    // "Message Formats" of PostgreSQL's manual, in the place of the startup message's version.
    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSSENC_REQUEST = 80_877_104;

    private final boolean mysql;
    private final Map<Integer, Stream> streams = new ConcurrentHashMap<>();
    private final AtomicLong statements = new AtomicLong();

    private WireCounter(boolean mysql) {
        this.mysql = mysql;
    }

    /** Of connections to PostgreSQL, without TLS; it may be asked for, if the server refuses it. */
    public static WireCounter postgres() {
        return new WireCounter(false);
    }

    /** Of connections to MySQL or MariaDB, without TLS and compression. */
    public static WireCounter mysql() {
        return new WireCounter(true);
    }

    /** So far, on all connections. */
    public long statements() {
        return statements.get();
    }

    @Override
    public void sees(int connection, byte[] chunk, int length) {
        Stream stream = streams.computeIfAbsent(connection, any -> new Stream());
        for (int i = 0; i < length; i++) {
            stream.read(chunk[i]);
        }
    }

    /** One connection's bytes, cut into messages; read by one thread. */
    private final class Stream {
        private final byte[] head = new byte[8];
        private int headLength;
        private long left;
        private boolean begun;

        void read(byte next) {
            if (left > 0) {
                left--;
                return;
            }
            head[headLength++] = next;
            if (mysql) {
                readMysql();
            } else {
                readPostgres();
            }
        }

        /** Three bytes of length, little-endian, one of the place in a conversation, then the command. */
        private void readMysql() {
            if (headLength < 5) {
                return;
            }
            int length = (head[0] & 0xff) | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16;
            boolean isCommand = head[3] == 0;
            statements.addAndGet(isCommand && (head[4] == 0x03 || head[4] == 0x17) ? 1 : 0);
            next(length - 1L);
        }

        /** A byte that tells the kind, except before and in the startup message, and four of length, themselves included. */
        private void readPostgres() {
            if (!begun) {
                readUntyped();
            } else if (headLength == 5) {
                statements.addAndGet(head[0] == 'E' || head[0] == 'Q' ? 1 : 0);
                next(number(1) - 4L);
            }
        }

        /** Four bytes of length and four of what it is: who only asks for encryption sends the startup message after it. */
        private void readUntyped() {
            if (headLength == 8) {
                int code = number(4);
                begun = code != SSL_REQUEST && code != GSSENC_REQUEST;
                next(number(0) - 8L);
            }
        }

        private int number(int from) {
            int number = 0;
            for (int i = from; i < from + 4; i++) {
                number = number << 8 | (head[i] & 0xff);
            }
            return number;
        }

        private void next(long skipped) {
            headLength = 0;
            left = skipped;
        }
    }
}
