// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.LeaderPool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** A console of what is in the tables of a database, with connections of its own. */
public final class DatabaseConsole {
    private static final String APPLICATION = "elector-demo console";
    private static final long TIMEOUT_MILLIS = 2_000;

    private DatabaseConsole() {}

    /**
     * Serves the page from now on; to be called outside of a verticle.
     *
     * @param node the name of the process that serves it
     * @param components what that process campaigns for
     * @param withInstances whether Discovery and Engine have tables here
     * @return fails if nobody can listen there
     */
    public static Future<Console> open(
            Vertx vertx,
            ConsoleAddress address,
            DatabaseUri database,
            String node,
            List<String> components,
            boolean withInstances) {
        ClusterReader cluster = SqlClusterReader.of(
                vertx, database.secretText(), () -> database.pool(vertx, 1, APPLICATION, TIMEOUT_MILLIS));
        Watched watched = new Watched(node, components, cluster);
        return Console.open(
                vertx,
                address,
                withInstances
                        ? watched.with(
                                new SqlInstanceSource(new LeaderPool(vertx, database, APPLICATION, 1, TIMEOUT_MILLIS)))
                        : watched);
    }
}
