// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.database;

import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The database of a demonstration: the one that was given, or a server of its own that leaves nothing behind, but
 * for a temporary folder where it is told to end while that starts; and what
 * the demonstration asks it, on a connection that is never cut. Its methods block.
 */
public final class DemoDatabase implements AutoCloseable {
    private static final String LAST_ROW = "SELECT COALESCE(max(id), 0) FROM resource_journal";

    // Without a parameter, which every kind writes in its own way.
    private static final String ROWS = "SELECT count(*) FROM resource_journal WHERE id > ";

    private static final String STALE_ROWS = """
            SELECT count(*) FROM (
                SELECT id, term, max(term) OVER (PARTITION BY component ORDER BY id) AS highest_so_far
                FROM resource_journal
            ) AS journal
            WHERE term < highest_so_far AND id >\s""";

    private final DatabaseUri uri;
    private final @Nullable EmbeddedPostgresServer server;
    private final @Nullable Path binaries;
    private final Vertx vertx = SmallVertx.make();
    private final Pool pool;
    private boolean closed;

    private DemoDatabase(DatabaseUri uri, @Nullable EmbeddedPostgresServer server, @Nullable Path binaries) {
        this.uri = uri;
        this.server = server;
        this.binaries = binaries;
        this.pool = uri.pool(vertx, 1, Map.of());
    }

    /** The given one, or a new server. */
    public static DemoDatabase open(Optional<DatabaseUri> given) {
        return given.map(uri -> new DemoDatabase(uri, null, null)).orElseGet(DemoDatabase::startOwn);
    }

    private static DemoDatabase startOwn() {
        try {
            Path binaries = Files.createTempDirectory("elector-demo-");
            System.setProperty("ot.epg.working-dir", binaries.toString());
            EmbeddedPostgresServer server = new EmbeddedPostgresServer();
            return new DemoDatabase(new DatabaseUri(server.uri()), server, binaries);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for a PostgreSQL server", e);
        }
    }

    /** Where it is. */
    public DatabaseUri uri() {
        return uri;
    }

    /** The server, if it is one of our own. */
    public Optional<EmbeddedPostgresServer> server() {
        return Optional.ofNullable(server);
    }

    /** Such as {@code PostgreSQL 18.4}; fails if the database cannot be reached. */
    public String version() {
        Row row = Blocking.await(pool.query(uri.sql().serverVersion()).execute())
                .iterator()
                .next();
        return uri.sql().serverName(row.getString(0));
    }

    /** When this session was last renewed, on the clock of {@link System#nanoTime()}; empty if there is none. */
    public OptionalLong lastHeartbeatNanos(String session) {
        long before = System.nanoTime();
        var rows = Blocking.await(pool.preparedQuery(uri.sql().heartbeatAge()).execute(Tuple.of(session)));
        long middle = before + (System.nanoTime() - before) / 2;
        return rows.size() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(middle - rows.iterator().next().getLong(0) * 1_000);
    }

    /** The number of the latest row in the journal; 0 if there is no journal yet. */
    public long lastRow() {
        return Blocking.await(pool.query(LAST_ROW)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .otherwise(0L));
    }

    /** How many rows were written after this one. */
    public long rowsAfter(long row) {
        return number(ROWS + row);
    }

    /**
     * How many of them came after a row of a later term, however old that is. Rows get their number while the fence is
     * passed, so a row of an older term behind one of a newer is stale.
     */
    public long staleRowsAfter(long row) {
        return number(STALE_ROWS + row);
    }

    /** The first column of each row, as text. */
    public Set<String> texts(String query) {
        Set<String> texts = new TreeSet<>();
        Blocking.await(pool.query(query).execute()).forEach(row -> texts.add(String.valueOf(row.getValue(0))));
        return texts;
    }

    /** Does what it says. */
    public void execute(String statement) {
        Blocking.await(pool.query(statement).execute());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        pool.close().onFailure(gone -> {
            // The server is closed next anyway.
        });
        if (server != null) {
            server.close();
        }
        if (binaries != null) {
            remove(binaries);
        }
        vertx.close().onFailure(gone -> {
            // The JVM ends.
        });
    }

    private long number(String query) {
        return Blocking.await(pool.query(query).execute()).iterator().next().getLong(0);
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            System.err.println("could not remove " + folder + ": " + e.getMessage());
        }
    }
}
