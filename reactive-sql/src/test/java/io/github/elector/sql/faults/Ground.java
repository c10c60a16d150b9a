// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.sql.Fence;
import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * A fresh database for one cell: the tables of the elector, a journal that leaders write behind the fence, a user who has
 * the rights an elector needs and nothing else, and what an administrator can do to all that.
 */
interface Ground extends AutoCloseable {
    /** The password of every user of the matrix; it must not come back in anything anybody says. */
    String SECRET = "s3cret-0f-the-matrix";

    /** What is led. */
    String COMPONENT = "billing";

    /** One that another JVM has made, to be used by members only. */
    static Ground attached(Brand brand, String uri, String name) {
        return brand == Brand.POSTGRES ? new PostgresGround(uri, name) : new MysqlGround(uri, name);
    }

    /** What it is called on its server. */
    String name();

    /** A proxy in front of the server. */
    TcpProxy proxy();

    /** The store object of an elector that goes through this proxy. */
    JsonObject store(TcpProxy proxy);

    /** The fence on these tables. */
    Fence fence();

    /** A pool of one connection through this proxy. */
    Pool pool(Vertx vertx, TcpProxy proxy);

    /** A pool of one connection right to the server, as the same user. */
    Pool pool(Vertx vertx);

    /** Writes one row of the journal, with the fence and its {@link #row} as parameters. */
    String insert();

    /** The same without the fence. */
    String unfencedInsert();

    /** The parameters of both. */
    default Tuple row(long term, String session) {
        return Tuple.of(term, session);
    }

    /** What was committed, in the order it was written. */
    List<Entry> journal();

    /** One row of the journal. */
    record Entry(long term, String session) {}

    /** Runs SQL as administrator; {@code {leases}} and {@code {sessions}} stand for the tables. */
    void execute(String sql);

    /** A stranger's transaction that has run this SQL; open until it is closed. */
    Held hold(String sql);

    /** Locks that are held. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** A stranger has both tables for itself. */
    Held lockTables();

    /** Takes the three rights away, or gives them back. */
    void setRights(boolean given);

    /** Renames the table of leases, or gives it its name back. */
    void setLeasesAway(boolean away);

    /** Ends every connection of the elector's user. */
    void killConnections();

    /** Lets the elector's user have no new connection, or as many as it wants. */
    void setConnectionsRefused(boolean refused);

    /** Makes the whole server read-only, or not. */
    void setReadOnly(boolean readOnly);

    /** The server's wall clock. */
    long clockMillis();

    /** How many connections the elector's user has. */
    int connections();

    /** The processes that serve this node's store, on servers that have one for each connection. */
    List<Long> backends(String node);

    @Override
    void close();
}
