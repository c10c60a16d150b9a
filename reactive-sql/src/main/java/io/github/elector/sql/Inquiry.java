// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a {@link DedicatedConnection} is used for.
 *
 * @param <A> what the database answers
 * @param <T> what that means
 */
interface Inquiry<A, T> {
    /** Names it in messages; is asked only if it fails. */
    String what();

    /** Sends it. */
    Future<A> send(SqlConnection on);

    /** What the answer means; if it cannot be read the inquiry fails like a statement. */
    T read(A answer);

    /** One that is made of its parts. */
    static <A, T> Inquiry<A, T> of(
            Supplier<String> what, Function<SqlConnection, Future<A>> send, Function<A, T> read) {
        return new Inquiry<>() {
            @Override
            public String what() {
                return what.get();
            }

            @Override
            public Future<A> send(SqlConnection on) {
                return send.apply(on);
            }

            @Override
            public T read(A answer) {
                return read.apply(answer);
            }
        };
    }
}
