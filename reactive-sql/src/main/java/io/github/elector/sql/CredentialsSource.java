// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A supplier with the name a configuration gives it. Whatever it does becomes an answer or a failure that holds no secret.
 *
 * @param name as configured
 * @param supplier who is asked
 */
record CredentialsSource(String name, CredentialsSupplier supplier) {
    private static final String MAP = "io.github.elector.sql.credentials";
    private static final Pattern CLASS_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)+");

    private record Registered(CredentialsSupplier supplier) implements Shareable {}

    static void register(Vertx vertx, String name, CredentialsSupplier supplier) {
        registered(vertx).put(Objects.requireNonNull(name, "name"), new Registered(supplier));
    }

    /**
     * The supplier of this name.
     *
     * @throws IllegalArgumentException if there is none; what does not look like a class is not repeated, as somebody may
     *     have written a password there
     */
    static CredentialsSource named(Vertx vertx, String name) {
        Registered known = registered(vertx).get(name);
        return new CredentialsSource(name, known == null ? instance(name) : known.supplier());
    }

    /** Those of a configuration. */
    static CredentialsSource of(SecretCredentials secrets) {
        return new CredentialsSource("credentials", secrets);
    }

    /** The credentials for one connection, within this time. */
    Future<Credentials> ask(CredentialsRequest request, long withinMillis) {
        return answer(request)
                .timeout(withinMillis, TimeUnit.MILLISECONDS)
                .compose(
                        answer -> answer == null ? failed("answered null") : Future.succeededFuture(answer),
                        failure -> isOurs(failure) ? Future.failedFuture(failure) : failed(how(failure, withinMillis)));
    }

    /** Says itself what is wrong, without a secret. */
    private boolean isOurs(Throwable failure) {
        return supplier instanceof SecretCredentials && failure instanceof LeaseStoreException;
    }

    private static String how(Throwable failure, long withinMillis) {
        return failure instanceof TimeoutException
                ? "did not answer within " + withinMillis + " ms"
                : "failed with " + failure.getClass().getName()
                        + ", whose message is not repeated here as it may hold a secret";
    }

    private Future<Credentials> answer(CredentialsRequest request) {
        try {
            Future<Credentials> answer = supplier.credentials(request);
            return answer == null ? Future.failedFuture(new NullPointerException("no future")) : answer;
        } catch (Exception | LinkageError thrown) {
            return Future.failedFuture(thrown);
        }
    }

    /** Without a cause, which would be logged. */
    private <T> Future<T> failed(String how) {
        return Future.failedFuture(new LeaseStoreException(
                Kind.NO_RIGHT,
                "credentials supplier '" + name + "' " + how + ", so nobody can log in; it is asked again"));
    }

    private static CredentialsSupplier instance(String name) {
        try {
            return Class.forName(name, true, loader())
                    .asSubclass(CredentialsSupplier.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError unusable) {
            throw new IllegalArgumentException("credentials " + shown(name)
                    + " is no supplier that was registered in this"
                    + " Vertx, and no public class with a public constructor without parameters that implements "
                    + CredentialsSupplier.class.getName() + ": register one before the elector starts, or correct the"
                    + " name (" + unusable.getClass().getSimpleName() + ")");
        }
    }

    /** As verticles are found that are deployed by name. */
    private static ClassLoader loader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? CredentialsSource.class.getClassLoader() : ofThread;
    }

    private static String shown(String name) {
        return CLASS_NAME.matcher(name).matches() ? "'" + name + "'" : "(not shown)";
    }

    private static LocalMap<String, Registered> registered(Vertx vertx) {
        return vertx.sharedData().getLocalMap(MAP);
    }

    /** Without what a supplier says of itself. */
    @Override
    public String toString() {
        return "CredentialsSource[" + name + "]";
    }
}
