// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import io.github.elector.benchmarks.BenchmarkVertx;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * No election: what none can do without that writes who leads into this database, keeps it with one write each renew
 * interval, and deploys a verticle for each component. It takes what nobody has, lets go of it with a notice and takes what
 * it hears of; what a process had that died stays with it for ever. It is there to show what a machine, Vert.x and its
 * client take before anybody has looked, compared or waited.
 */
final class BareContender implements Contender {
    private static final int COMPONENTS_IN_A_STATEMENT = 1_000;
    private static final String TABLES =
            "CREATE TABLE IF NOT EXISTS bare_leases(component text PRIMARY KEY, holder text,"
                    + " term bigint NOT NULL, acquired_at timestamptz NOT NULL);"
                    + " CREATE INDEX IF NOT EXISTS bare_leases_holder ON bare_leases (holder);"
                    + " CREATE TABLE IF NOT EXISTS bare_sessions(session_id text PRIMARY KEY, version bigint NOT NULL, renewed_at"
                    + " timestamptz NOT NULL)";
    private static final String OPEN = "INSERT INTO bare_sessions VALUES ($1::text, 0, clock_timestamp())";
    private static final String RENEW =
            "UPDATE bare_sessions SET version = version + 1, renewed_at = clock_timestamp() WHERE"
                    + " session_id = $1::text RETURNING version";
    private static final String TAKE =
            "INSERT INTO bare_leases AS lease SELECT component, $1::text, 1, clock_timestamp() FROM"
                    + " unnest($2::text[]) AS wanted (component) ON CONFLICT (component) DO UPDATE SET holder = excluded.holder, term ="
                    + " lease.term + 1, acquired_at = excluded.acquired_at WHERE lease.holder IS NULL RETURNING component, term";
    // As ours: it waits for no disk, and the notice is a statement of its own behind it.
    private static final String LET_GO = "UPDATE bare_leases SET holder = NULL WHERE component = ANY ($1::text[]) AND"
            + " set_config('synchronous_commit', 'off', true) IS NOT NULL";
    private static final String NOTIFY = "SELECT pg_notify('bare_leases', $1::text)";

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final String session = UUID.randomUUID().toString();
    private final String uri;
    private final Times times;
    private final ElectionListener listener;
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private final Map<String, Future<String>> deployments = new ConcurrentHashMap<>();
    private @Nullable Future<PgConnection> connection;

    BareContender(String uri, Times times, ElectionListener listener) {
        this.uri = uri;
        this.times = times;
        this.listener = listener;
    }

    static Map<String, String> settings(Times times) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("election", "none: it takes what nobody has, and who has it keeps it until it lets go");
        settings.put("renew", times.renew().toMillis() + " ms: one UPDATE by key for all components of a process");
        settings.put("writes", "one statement for each " + COMPONENTS_IN_A_STATEMENT + " components, all sent at once");
        settings.put("notices", "one for a component that is let go of alone");
        settings.put("work", "one verticle per component, which does nothing");
        settings.put("connections", "1 of the Vert.x PostgreSQL client");
        return settings;
    }

    static void prepare(String uri) {
        JdbcPool.run(uri, TABLES);
    }

    @Override
    public void campaign(List<String> components) {
        wanted.addAll(components);
        BenchmarkVertx.await(onContext(() -> connection().compose(on -> takeAll(on, components))));
    }

    private Future<PgConnection> connection() {
        Future<PgConnection> open = connection;
        if (open == null) {
            open = PgConnection.connect(vertx, PgConnectOptions.fromUri(uri).setCachePreparedStatements(true))
                    .compose(fresh ->
                            fresh.preparedQuery(OPEN).execute(Tuple.of(session)).map(fresh))
                    .compose(fresh -> listen(fresh).map(fresh))
                    .onSuccess(fresh -> vertx.setPeriodic(
                            times.renew().toMillis(),
                            timer -> fresh.preparedQuery(RENEW).execute(Tuple.of(session))));
            connection = open;
        }
        return open;
    }

    private Future<?> listen(PgConnection on) {
        on.notificationHandler(notice -> {
            if (wanted.contains(notice.getPayload())) {
                takeAll(on, List.of(notice.getPayload()));
            }
        });
        return on.query("LISTEN bare_leases").execute();
    }

    private Future<?> takeAll(PgConnection on, List<String> components) {
        List<Future<?>> taken = new ArrayList<>();
        for (int from = 0; from < components.size(); from += COMPONENTS_IN_A_STATEMENT) {
            List<String> some = components.subList(from, Math.min(components.size(), from + COMPONENTS_IN_A_STATEMENT));
            taken.add(on.preparedQuery(TAKE)
                    .execute(Tuple.of(session).addArrayOfString(some.toArray(String[]::new)))
                    .compose(this::deploy));
        }
        return Future.all(taken);
    }

    private Future<?> deploy(RowSet<Row> taken) {
        List<Future<?>> deployed = new ArrayList<>();
        for (Row row : taken) {
            String component = row.getString(0);
            Promise<String> deployment = Promise.promise();
            deployments.put(component, deployment.future());
            vertx.deployVerticle(new Leader(component), new DeploymentOptions()).onComplete(deployment);
            deployed.add(deployment.future());
        }
        return Future.all(deployed);
    }

    @Override
    public boolean leads(String component) {
        return deployments.containsKey(component);
    }

    @Override
    public void giveUp(List<String> components) {
        components.forEach(wanted::remove);
        BenchmarkVertx.await(onContext(() -> Future.all(components.stream()
                        .map(deployments::remove)
                        .map(deployment -> deployment.compose(vertx::undeploy))
                        .toList())
                .compose(gone -> connection())
                .compose(on -> letGo(on, components))));
        components.forEach(listener::ended);
    }

    /** Nobody stands by for many at once. */
    private static Future<?> letGo(PgConnection on, List<String> components) {
        Future<?> done =
                on.preparedQuery(LET_GO).execute(Tuple.tuple().addArrayOfString(components.toArray(String[]::new)));
        return components.size() > 1
                ? done
                : Future.all(done, on.preparedQuery(NOTIFY).execute(Tuple.of(components.get(0))));
    }

    @Override
    public void close() {
        BenchmarkVertx.await(vertx.close());
    }

    /** It leads when it starts, as the work of ours does. */
    private final class Leader extends VerticleBase {
        private final String component;

        Leader(String component) {
            this.component = component;
        }

        @Override
        public Future<?> start() {
            listener.elected(component);
            return Future.succeededFuture();
        }
    }

    private <T> Future<T> onContext(Supplier<Future<T>> act) {
        Promise<T> done = Promise.promise();
        context.runOnContext(turn -> act.get().onComplete(done));
        return done.future();
    }
}
