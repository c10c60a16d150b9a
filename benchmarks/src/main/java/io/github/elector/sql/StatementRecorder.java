// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A connection that writes down what it is asked, so that the very statements of a dialect, to the letter, can be run
 * without anything of ours around them. Every statement succeeds without an answer.
 */
final class StatementRecorder {
    private final List<RawStatement> statements = new ArrayList<>();

    private StatementRecorder() {}

    /**
     * What an operation asks.
     *
     * @throws IllegalStateException if it asked nothing
     */
    static List<RawStatement> statementsOf(Function<SqlConnection, Future<?>> operation) {
        StatementRecorder recorder = new StatementRecorder();
        // What it makes of no answer does not matter.
        operation.apply(recorder.connection()).otherwiseEmpty();
        if (recorder.statements.isEmpty()) {
            throw new IllegalStateException("the operation ran no prepared statement");
        }
        return List.copyOf(recorder.statements);
    }

    private SqlConnection connection() {
        return proxy(
                SqlConnection.class,
                (proxy, method, arguments) -> method.getName().equals("preparedQuery")
                        ? query((String) arguments[0])
                        : refuse(method.getName()));
    }

    private PreparedQuery<?> query(String sql) {
        return proxy(PreparedQuery.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("execute") || arguments == null || arguments.length != 1) {
                return refuse(method.getName());
            }
            statements.add(new RawStatement(sql, (Tuple) arguments[0]));
            return Future.succeededFuture();
        });
    }

    private static Object refuse(String method) {
        throw new UnsupportedOperationException(method + " is not recorded");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
