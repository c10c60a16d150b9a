// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What no election on this machine and this server can be faster than, each for itself: a message to another socket of
 * the machine and back, a statement that does nothing, one that commits, the disk's answer to a write, a NOTIFY until it
 * is heard, and the three steps of a handover, a release, a NOTIFY, and an acquire by whoever hears it.
 *
 * <p>All with one operation in flight, so that a score is a latency. PostgreSQL alone, as nobody else has NOTIFY. Run it
 * with {@code java -jar benchmarks/target/benchmarks.jar Floor}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FloorBenchmark {
    private static final int OPERATIONS = 64;
    private static final int PAGE = 8_192;
    private static final int PAGES = 256;
    private static final String TABLE = BenchmarkDatabase.table("floor");
    private static final String CHANNEL = BenchmarkDatabase.table("channel");
    private static final String RELEASE =
            "UPDATE " + TABLE + " SET released = true WHERE component = 'billing' AND NOT released RETURNING term";
    private static final String ACQUIRE = "UPDATE " + TABLE
            + " SET released = false, term = term + 1 WHERE component = 'billing' AND released RETURNING term";
    private static final String UPDATE =
            "UPDATE " + TABLE + " SET term = term + 1 WHERE component = 'billing' RETURNING term";

    @Param(BenchmarkDatabase.EMBEDDED_POSTGRES)
    private String db = "";

    private final Vertx vertx = BenchmarkVertx.daemon();
    private final Context context = vertx.getOrCreateContext();
    private final Window single = new Window(context, 1);
    private BenchmarkDatabase database;
    private PgConnection leader;
    private PgConnection successor;
    private NetServer server;
    private NetClient client;
    private NetSocket socket;
    private Path file;
    private FileChannel disk;
    private long page;
    private Promise<Void> heard = Promise.promise();

    @Setup
    public void connect() throws IOException {
        database = BenchmarkDatabase.of(db);
        if (database.isMysql()) {
            throw new IllegalArgumentException(
                    "db is MySQL or MariaDB: these floors are PostgreSQL's, which has NOTIFY");
        }
        leader = BenchmarkVertx.await(context, this::connection);
        successor = BenchmarkVertx.await(context, this::connection);
        successor.notificationHandler(notice -> heard.tryComplete());
        BenchmarkVertx.await(leader.query("CREATE TABLE " + TABLE
                        + " (component text PRIMARY KEY, term bigint NOT NULL, released boolean NOT NULL)")
                .execute());
        BenchmarkVertx.await(leader.query("INSERT INTO " + TABLE + " VALUES ('billing', 1, false)")
                .execute());
        BenchmarkVertx.await(successor.query("LISTEN " + CHANNEL).execute());
        server = vertx.createNetServer().connectHandler(echo -> echo.handler(echo::write));
        BenchmarkVertx.await(server.listen(0, "127.0.0.1"));
        client = vertx.createNetClient();
        socket = BenchmarkVertx.await(context, () -> client.connect(server.actualPort(), "127.0.0.1"));
        file = Files.createTempFile("elector-floor-", ".bin");
        disk = FileChannel.open(file, StandardOpenOption.WRITE);
        // There already, as the server's log is: what is measured is no file that grows.
        disk.write(ByteBuffer.allocate(PAGE * PAGES), 0);
        disk.force(true);
    }

    private Future<PgConnection> connection() {
        return PgConnection.connect(
                vertx,
                PgConnectOptions.fromUri(database.uri())
                        .setCachePreparedStatements(true)
                        .addProperty("synchronous_commit", "on"));
    }

    @TearDown
    public void close() throws IOException {
        BenchmarkVertx.await(leader.query("DROP TABLE " + TABLE).execute());
        BenchmarkVertx.await(leader.close());
        BenchmarkVertx.await(successor.close());
        disk.close();
        Files.delete(file);
        BenchmarkVertx.await(vertx.close());
        database.close();
    }

    /** A hundred bytes to a socket of another event loop, and back. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void loopback() {
        Buffer message = Buffer.buffer(new byte[100]);
        single.run(OPERATIONS, lane -> {
            Promise<Void> back = Promise.promise();
            int[] missing = {message.length()};
            socket.handler(bytes -> {
                missing[0] -= bytes.length();
                if (missing[0] == 0) {
                    back.complete();
                }
            });
            return socket.write(message).compose(written -> back.future());
        });
    }

    /** A prepared statement that reads nothing. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void select1() {
        single.run(OPERATIONS, lane -> one(leader, "SELECT 1"));
    }

    /** A prepared statement that writes one row, and its commit. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void update() {
        single.run(OPERATIONS, lane -> one(leader, UPDATE));
    }

    /** A page written to a file in the folder for temporary ones, where the embedded server is too, and forced out. */
    @Benchmark
    public long fsync() throws IOException {
        page = (page + 1) % PAGES;
        ByteBuffer bytes = ByteBuffer.allocate(PAGE).putLong(0, System.nanoTime());
        int written = disk.write(bytes, page * PAGE);
        disk.force(false);
        return written;
    }

    /** From the moment it is sent until another connection hears it. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void notice() {
        single.run(OPERATIONS, lane -> notified());
    }

    /** Release, NOTIFY and acquire, on two connections, each step when the one before is known. */
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void handover() {
        single.run(
                OPERATIONS,
                lane -> one(leader, RELEASE).compose(released -> notified()).compose(told -> one(successor, ACQUIRE)));
    }

    private Future<Void> notified() {
        heard = Promise.promise();
        Future<Void> hearing = heard.future();
        return leader.query("NOTIFY " + CHANNEL).execute().compose(sent -> hearing);
    }

    private static Future<RowSet<Row>> one(PgConnection on, String sql) {
        return on.preparedQuery(sql).execute().map(rows -> {
            if (rows.size() != 1) {
                throw new IllegalStateException(rows.size() + " rows instead of one: " + sql);
            }
            return rows;
        });
    }
}
