// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;

/** What no election on this machine and database can be faster than. */
public final class Floor implements Scenario {
    private static final int WARM_UP = 200;
    private static final int PAGE = 8192;

    private final int rounds;

    public Floor(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public String key() {
        return "floor";
    }

    @Override
    public String what() {
        return "In one process, on connections of the Vert.x PostgreSQL client that do nothing else. roundTrip: SELECT 1."
                + " commit: an UPDATE of one row, a commit of its own. notice: from a NOTIFY to its arrival on another"
                + " connection. fsync: " + PAGE
                + " bytes appended to a file in the temporary folder and forced to the disk."
                + " handover: an UPDATE that frees a row and, as ours, waits for no disk, a NOTIFY, and on another connection, when it is heard there, an"
                + " UPDATE that takes the row, each when the one before is done: what the database and the wire take, and no"
                + " election. handoverInTwo: the same with the NOTIFY in the first statement.";
    }

    @Override
    public JsonObject run(Field field) {
        try (Ground ground = new Ground(field.servers().of(Peer.ELECTOR))) {
            JsonObject parts = new JsonObject()
                    .put("roundTrip", measure(ground::roundTrip))
                    .put("commit", measure(ground::commit))
                    .put("notice", measure(ground::notice))
                    .put("fsync", fsync())
                    .put("handover", measure(ground::handOver))
                    .put("handoverInTwo", measure(ground::handOverInTwo));
            return new JsonObject().put(Peer.ELECTOR.key(), parts);
        }
    }

    private JsonObject measure(LongSupplier round) {
        Latencies latencies = new Latencies();
        for (int i = -WARM_UP; i < rounds; i++) {
            long nanos = round.getAsLong();
            if (i >= 0) {
                latencies.record(nanos);
            }
        }
        return latencies.toJson();
    }

    private JsonObject fsync() {
        try {
            Path file = Files.createTempFile("elector-fsync-", ".bin");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
                return measure(() -> force(channel));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no file to force to the disk", e);
        }
    }

    private static long force(FileChannel channel) {
        long begun = System.nanoTime();
        try {
            channel.write(ByteBuffer.allocate(PAGE));
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("a file could not be forced to the disk", e);
        }
        return System.nanoTime() - begun;
    }
}
