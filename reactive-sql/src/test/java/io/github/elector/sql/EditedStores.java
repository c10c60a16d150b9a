// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;

/** The shipped stores and pools, but every statement is edited before it is sent: for tests of whether a mistake is found. */
public final class EditedStores {
    private EditedStores() {}

    /** A store on PostgreSQL. */
    public static LeaseStore postgres(Vertx vertx, StoreConfig config, UnaryOperator<String> edit) {
        SqlStoreOptions options = new SqlStoreOptions(config.options());
        PostgresSettings settings = PostgresSettings.of(config).with(vertx, options);
        Dialect dialect = new PostgresDialect(options.tables(TableNaming.POSTGRES), settings.form());
        return new SqlLeaseStore(vertx, settings, edited(dialect, edit), options);
    }

    /** A store on MySQL or MariaDB. */
    public static LeaseStore mysql(Vertx vertx, StoreConfig config, UnaryOperator<String> edit) {
        SqlStoreOptions options = new SqlStoreOptions(config.options());
        MysqlSettings settings = MysqlSettings.of(config).with(vertx, options);
        Dialect dialect = new MysqlDialect(options.tables(settings.naming()));
        return new SqlLeaseStore(vertx, settings, edited(dialect, edit), options);
    }

    /** A pool. */
    public static Pool edited(Pool pool, UnaryOperator<String> edit) {
        return proxy(Pool.class, (method, arguments) -> {
            if (method.getName().equals("getConnection") && arguments.length == 0) {
                return pool.getConnection().map(connection -> edited(connection, edit));
            }
            return invoke(method, pool, editedFirst(method, arguments, edit));
        });
    }

    private static Dialect edited(Dialect dialect, UnaryOperator<String> edit) {
        return proxy(Dialect.class, (method, arguments) -> {
            if (arguments.length > 0 && arguments[0] instanceof SqlConnection on) {
                arguments[0] = edited(on, edit);
            }
            return invoke(method, dialect, arguments);
        });
    }

    /** A connection. */
    static SqlConnection edited(SqlConnection connection, UnaryOperator<String> edit) {
        return proxy(
                SqlConnection.class,
                (method, arguments) -> invoke(method, connection, editedFirst(method, arguments, edit)));
    }

    private static Object[] editedFirst(Method method, Object[] arguments, UnaryOperator<String> edit) {
        if (method.getName().endsWith("uery") && arguments.length > 0 && arguments[0] instanceof String sql) {
            arguments[0] = edit.apply(sql);
        }
        return arguments;
    }

    /** What is done instead of a call. */
    @FunctionalInterface
    interface Act {
        Object on(Method method, Object[] arguments) throws Throwable;
    }

    /** Something of this type whose calls are acted upon. */
    static <T> T proxy(Class<T> type, Act act) {
        return type.cast(Proxy.newProxyInstance(
                EditedStores.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> act.on(method, arguments == null ? new Object[0] : arguments)));
    }

    /** The call itself. */
    static Object invoke(Method method, Object on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
