// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lease store on an SQL database: for each operation one statement and one round trip on PostgreSQL, and on MySQL and
 * MariaDB, which cannot return what they write, a second one that reads it back.
 *
 * <p>It has two connections of its own: one for heartbeats, so that nothing which waits for a row stands in front of
 * them, and one for everything else somebody waits for; hints come on the first. A third is open for as long as it takes
 * to tidy up, behind the first heartbeat of a session, when nobody waits for its election any more. They belong to the
 * context on which the store was made; calls from elsewhere go there first.
 */
public final class SqlLeaseStore implements LeaseStore {
    private final Context context;
    private final Dialect dialect;
    private final SqlFailures failures;
    private final DedicatedConnection heartbeats;
    private final DedicatedConnection others;
    private final SessionHeartbeats sessions;
    private final Hints hints;
    private final Releases releases;
    private final SchemaSetup schema;
    private final ServerCheck server;
    private final SessionHygiene hygiene;
    private final long timeoutMillis;
    private boolean untidy;
    private volatile @Nullable Consumer<Hint> listener;

    /** With a dialect of the caller's. */
    SqlLeaseStore(Vertx vertx, ConnectionSettings settings, Dialect dialect, SqlStoreOptions options) {
        this.context = vertx.getOrCreateContext();
        this.dialect = dialect;
        this.failures = new SqlFailures(settings.target(), dialect.failureCodes());
        this.heartbeats = new DedicatedConnection(vertx, settings, failures);
        this.others = new DedicatedConnection(vertx, settings, failures);
        this.sessions = new SessionHeartbeats(dialect);
        this.hints = dialect.hints(vertx, heartbeats);
        this.releases = new Releases(dialect, others, hints, act -> context.runOnContext(turn -> act.run()));
        this.schema = new SchemaSetup(dialect.schema(), options.isCreateSchema(), others);
        this.server = new ServerCheck(dialect, others);
        this.hygiene = new SessionHygiene(dialect, new DedicatedConnection(vertx, settings, failures));
        this.timeoutMillis = settings.timeoutMillis();
        UnverifiedLink.warn(vertx, settings);
    }

    /**
     * A store on PostgreSQL; it connects when it is first asked something.
     *
     * @throws IllegalArgumentException if the URI, a table name, TLS or the credentials cannot be used; the message holds no password
     */
    public static SqlLeaseStore postgres(Vertx vertx, StoreConfig config) {
        SqlStoreOptions options = new SqlStoreOptions(config.options());
        PostgresSettings settings = PostgresSettings.of(config).with(vertx, options);
        PostgresDialect dialect = new PostgresDialect(options.tables(TableNaming.POSTGRES), settings.form());
        return new SqlLeaseStore(vertx, settings, dialect, options);
    }

    /**
     * A store on MySQL 8 or MariaDB 10.6 or later; it connects when it is first asked something. It neither gives nor takes
     * hints.
     *
     * @throws IllegalArgumentException if the URI, a table name, TLS or the credentials cannot be used, or a pooler is named,
     *     which is known for PostgreSQL only; the message holds no password
     */
    public static SqlLeaseStore mysql(Vertx vertx, StoreConfig config) {
        SqlStoreOptions options = new SqlStoreOptions(config.options());
        if (options.isPooler()) {
            throw new IllegalArgumentException(
                    "pooler is an option for PostgreSQL alone: remove it, and let the elector"
                            + " connect to MySQL or MariaDB directly");
        }
        MysqlSettings settings = MysqlSettings.of(config).with(vertx, options);
        return new SqlLeaseStore(vertx, settings, new MysqlDialect(options.tables(settings.naming())), options);
    }

    @Override
    public Future<Void> prepare() {
        return onContext(() -> schema.verify()
                .compose(right -> server.ask())
                .onSuccess(right -> startHints())
                .recover(failure -> Future.failedFuture(failures.explain("checking the tables", failure))));
    }

    @Override
    public Future<StoreAnswer.Opened> open(SessionOpening opening) {
        return ask(
                        others,
                        () -> "opening session '" + opening.id() + "'",
                        on -> dialect.open(on, opening),
                        Answers::opened)
                .onSuccess(opened -> context.runOnContext(turn -> untidy = true));
    }

    @Override
    public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
        return onContext(() -> {
            Future<StoreAnswer.Heartbeat> beat = heartbeats.use(sessions.of(session));
            if (untidy) {
                untidy = false;
                beat.onSuccess(answered -> hygiene.sweep());
            }
            return beat;
        });
    }

    @Override
    public Future<StoreAnswer.Looked> look(LookRequest request) {
        Map<String, ComponentName> names = new HashMap<>();
        request.components().forEach(name -> names.put(name.value(), name));
        List<String> watched = request.watched().stream().map(SessionId::value).toList();
        return ask(
                others,
                () -> "look at " + names.size() + " components",
                on -> dialect.look(on, names.keySet(), watched),
                rows -> Answers.looked(names, rows, dialect));
    }

    @Override
    public Future<Boolean> expire(ExpireRequest request, SessionId by) {
        return ask(
                        others,
                        () -> "closing silent session '" + request.session() + "'",
                        on -> dialect.expire(on, request, by),
                        rows -> rows.size() > 0)
                .onSuccess(closed -> {
                    if (closed) {
                        context.runOnContext(turn -> hints.announceAfter(others, Hint.LOOK));
                    }
                });
    }

    @Override
    public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
        return onContext(
                () -> Claims.acquire(dialect, others, failures, timeoutMillis, request.session(), request.claims()));
    }

    @Override
    public Future<Boolean> release(TermId term) {
        return onContext(() -> releases.release(term));
    }

    @Override
    public Future<Void> closeSession(SessionId session) {
        return askAndAnnounce(
                () -> "closing session '" + session + "'",
                on -> dialect.closeSession(on, session),
                Function.identity(),
                Hint.LOOK);
    }

    @Override
    public void onHint(Consumer<Hint> listener) {
        this.listener = listener;
    }

    @Override
    public Future<Void> close() {
        // To the end if the server plays along, so that Vert.x closes behind it without a complaint; else only so long.
        return onContext(() -> {
            hints.close();
            // A notice that is under way goes out first.
            Future<?> lastWord = hints.noticed().timeout(timeoutMillis, TimeUnit.MILLISECONDS);
            return Future.join(heartbeats.close(), hygiene.close(), lastWord.transform(said -> others.close()))
                    .<Void>mapEmpty()
                    .timeout(2 * timeoutMillis, TimeUnit.MILLISECONDS)
                    .otherwiseEmpty();
        });
    }

    private void startHints() {
        Consumer<Hint> toTell = listener;
        if (toTell != null) {
            hints.start(toTell);
        }
    }

    /** What is asked of the database, and what its answer means. */
    private <A, T> Future<T> ask(
            DedicatedConnection connection,
            Supplier<String> what,
            Function<SqlConnection, Future<A>> operation,
            Function<A, T> read) {
        return onContext(() -> connection.use(Inquiry.of(what, operation, read)));
    }

    /** The same, for what the others should hear of at once. */
    private <A, T> Future<T> askAndAnnounce(
            Supplier<String> what, Function<SqlConnection, Future<A>> operation, Function<A, T> read, Hint hint) {
        return onContext(() -> {
            Future<T> answer = ask(others, what, operation, read);
            hints.announceAfter(others, hint);
            return answer;
        });
    }

    private <T> Future<T> onContext(Supplier<Future<T>> act) {
        if (Vertx.currentContext() == context) {
            return act.get();
        }
        Promise<T> answer = Promise.promise();
        context.runOnContext(turn -> act.get().onComplete(answer));
        return answer.future();
    }
}
