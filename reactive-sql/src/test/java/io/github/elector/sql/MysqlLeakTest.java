// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.json.JsonObject;

/** On MariaDB or MySQL. */
class MysqlLeakTest extends LeakContract {
    @Override
    Ground ground() {
        return new OnMysql(new MysqlStores());
    }

    private record OnMysql(MysqlStores stores) implements Ground {
        @Override
        public String server() {
            return (stores.isMariaDb() ? "MariaDB " : "MySQL ")
                    + stores.execute("SELECT VERSION()").iterator().next().getString(0);
        }

        @Override
        public String uri() {
            return stores.uri();
        }

        @Override
        public JsonObject options() {
            return MysqlStores.options();
        }

        /** One that was closed a moment ago may still be ending. */
        @Override
        public int connections() {
            stores.server.execute("DO SLEEP(0.2)");
            return Math.toIntExact(stores.server
                    .execute("SELECT count(*) FROM information_schema.processlist WHERE user = '"
                            + MysqlStores.user(stores.uri()) + "'")
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
