// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;

/** On PostgreSQL. */
class PostgresLeakTest extends LeakContract {
    @Override
    Ground ground() {
        return new OnPostgres(new TestStores());
    }

    private record OnPostgres(TestStores stores) implements Ground {
        @Override
        public String server() {
            return "PostgreSQL "
                    + stores.execute("SHOW server_version").iterator().next().getString(0);
        }

        @Override
        public String uri() {
            return stores.uri();
        }

        @Override
        public JsonObject options() {
            return TestStores.options(stores.schema);
        }

        /** One that was closed a moment ago may still be ending. */
        @Override
        public int connections() {
            String user = PgConnectOptions.fromUri(stores.uri()).getUser();
            return Math.toIntExact(
                    stores.execute("SELECT count(*) FROM (SELECT pg_sleep(0.2)) AS moment, pg_stat_activity"
                                    + " WHERE usename = '" + user + "'")
                            .iterator()
                            .next()
                            .getLong(0));
        }

        @Override
        public void close() {
            stores.close();
        }
    }
}
