// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.sql.testing.TcpProxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what clients send to ZooKeeper, by reading what passes through a proxy: connects, requests and pings. */
final class PacketCounter implements TcpProxy.Tap {
    private static final int LENGTH_BYTES = 4;

    private final Map<Integer, Stream> streams = new ConcurrentHashMap<>();
    private final AtomicLong packets = new AtomicLong();

    /** So far, on all connections. */
    long packets() {
        return packets.get();
    }

    @Override
    public void sees(int connection, byte[] chunk, int length) {
        Stream stream = streams.computeIfAbsent(connection, any -> new Stream());
        for (int i = 0; i < length; i++) {
            stream.read(chunk[i]);
        }
    }

    /** One connection's bytes: four of length, big-endian, then so many; read by one thread. */
    private final class Stream {
        private int headLeft = LENGTH_BYTES;
        private int bodyLeft;

        void read(byte next) {
            if (headLeft == 0) {
                bodyLeft--;
            } else {
                headLeft--;
                bodyLeft = bodyLeft << 8 | (next & 0xff);
            }
            if (headLeft == 0 && bodyLeft == 0) {
                packets.incrementAndGet();
                headLeft = LENGTH_BYTES;
            }
        }
    }
}
