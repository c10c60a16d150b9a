// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreConfig;
import io.github.elector.store.StoreUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the store is compared with: one connection of the same Vert.x client, with the very options the store's own
 * connections have (prepared statements cached, the same settings of the server's session, TCP without delay), and
 * nothing between it and the caller. Rows are decoded by the driver and not touched.
 *
 * <p>It lies in the package of the store, whose settings and statements are nobody else's business.
 */
public final class RawClient {
    private final Pool pool;
    private final SqlConnection connection;
    private final Dialect dialect;
    private final Tables tables;

    private RawClient(Pool pool, SqlConnection connection, Dialect dialect, Tables tables) {
        this.pool = pool;
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
    }

    /** Connects, as the store would; to be called on the context it is to be used on. */
    public static Future<RawClient> connect(Vertx vertx, StoreConfig config) {
        SqlStoreOptions options = new SqlStoreOptions(config.options());
        if (isMysql(config)) {
            MysqlSettings settings = MysqlSettings.of(config).with(vertx, options);
            Tables tables = options.tables(settings.naming());
            return connect(vertx, settings, new MysqlDialect(tables), tables);
        }
        PostgresSettings settings = PostgresSettings.of(config).with(vertx, options);
        Tables tables = options.tables(TableNaming.POSTGRES);
        return connect(vertx, settings, new PostgresDialect(tables, settings.form()), tables);
    }

    /** The store of the same configuration. */
    public static LeaseStore store(Vertx vertx, StoreConfig config) {
        return isMysql(config) ? SqlLeaseStore.mysql(vertx, config) : SqlLeaseStore.postgres(vertx, config);
    }

    private static boolean isMysql(StoreConfig config) {
        String scheme = StoreUri.scheme(config.uri());
        return scheme.equals("mysql") || scheme.equals("mariadb");
    }

    private static Future<RawClient> connect(Vertx vertx, ConnectionSettings settings, Dialect dialect, Tables tables) {
        Pool pool = settings.pool(vertx, () -> settings.loggingIn(vertx, refused -> {}));
        return pool.getConnection()
                .compose(connection ->
                        settings.settle(connection).map(settled -> new RawClient(pool, connection, dialect, tables)));
    }

    /** The statements, two on MySQL, of the store's heartbeat. */
    public List<RawStatement> heartbeat(SessionId session) {
        return StatementRecorder.statementsOf(on -> dialect.heartbeat(on, session));
    }

    /** The statement of the store's look. */
    public List<RawStatement> look(Collection<String> components) {
        return StatementRecorder.statementsOf(on -> dialect.look(on, components, List.of()));
    }

    /** A statement that is written with the default names of the tables. */
    public RawStatement statement(String sql, Tuple parameters) {
        return new RawStatement(tables.in(sql), parameters);
    }

    /** Runs it. */
    public Future<RowSet<Row>> run(RawStatement statement) {
        return connection.preparedQuery(statement.sql()).execute(statement.parameters());
    }

    /** Runs one after the other; what the last answers. */
    public Future<RowSet<Row>> run(List<RawStatement> statements) {
        Future<RowSet<Row>> last = run(statements.get(0));
        for (RawStatement next : statements.subList(1, statements.size())) {
            last = last.compose(done -> run(next));
        }
        return last;
    }

    /** What the store makes of the rows of a look. */
    public StoreAnswer.Looked looked(Map<String, ComponentName> names, RowSet<Row> rows) {
        return Answers.looked(names, rows, dialect);
    }

    /** What the store makes of the rows of a session's heartbeats, one after the other. */
    public Function<RowSet<Row>, StoreAnswer.Heartbeat> beaten(SessionId session) {
        return new SessionHeartbeat(dialect, session)::read;
    }

    /** Removes the tables. */
    public Future<Void> dropTables() {
        return connection
                .query("DROP VIEW IF EXISTS " + tables.overview().quoted())
                .execute()
                .compose(done -> connection
                        .query("DROP TABLE IF EXISTS " + tables.leases().quoted())
                        .execute())
                .compose(done -> connection
                        .query("DROP TABLE IF EXISTS " + tables.sessions().quoted())
                        .execute())
                .mapEmpty();
    }

    /** Disconnects. */
    public Future<Void> close() {
        return connection.close().eventually(pool::close);
    }
}
