// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStore;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Suppliers and MariaDB, or a MySQL that was given. */
class MysqlCredentialsTest extends CredentialsContract {
    private final MysqlStores stores = new MysqlStores();

    @Override
    Vertx vertx() {
        return stores.vertx;
    }

    @Override
    String user() {
        return MysqlStores.user(stores.uri());
    }

    @Override
    void changePassword(String password) {
        stores.execute("ALTER USER '" + user() + "'@'%' IDENTIFIED BY '" + password + "'");
    }

    @Override
    String serverUri() {
        return stores.server.uri();
    }

    @Override
    void cutConnections() {
        stores.killConnections();
    }

    @Override
    LeaseStore store(Duration timeout) {
        return stores.store(
                stores.uri().replaceFirst("//[^@/]*@", "//somebody@"),
                timeout,
                MysqlStores.options().put("credentials", NAME));
    }

    @Override
    void closeAll() {
        stores.close();
    }
}
