// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.store.LeaseStore;
import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import java.util.function.Supplier;

/** A store one of whose operations is not what it should be. */
final class BentStore {
    private BentStore() {}

    /** The real store, but for the operation of this name, which is given what the real one would do. */
    static LeaseStore of(LeaseStore real, String operation, Function<Supplier<Future<Object>>, Future<?>> instead) {
        return (LeaseStore) Proxy.newProxyInstance(
                LeaseStore.class.getClassLoader(), new Class<?>[] {LeaseStore.class}, (proxy, method, arguments) -> {
                    Supplier<Object> call = () -> {
                        try {
                            return method.invoke(real, arguments);
                        } catch (IllegalAccessException | InvocationTargetException thrown) {
                            throw new IllegalStateException(thrown);
                        }
                    };
                    return method.getName().equals(operation) ? instead.apply(() -> future(call.get())) : call.get();
                });
    }

    @SuppressWarnings("unchecked")
    private static Future<Object> future(Object answer) {
        return (Future<Object>) answer;
    }
}
