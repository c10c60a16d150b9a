// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link ManualElector} on the Vertx they get from {@code VertxExtension}, and closes it behind them.
 *
 * <pre>{@code
 * @ExtendWith(VertxExtension.class)
 * class BillingTest {
 *     @RegisterExtension
 *     final ManualElectorExtension electors = ManualElectorExtension.of("billing", TermWork.of(term -> new Billing(term)));
 *
 *     @Test
 *     void billsWhileItLeads(Vertx vertx, ManualElector elector) { … }
 * }
 * }</pre>
 *
 * <p>One elector for one test: its {@code @BeforeEach} methods get the same. It stands by when the test gets it, and is
 * closed behind the {@code @AfterEach} methods, before the Vertx is. Where the Vertx is that of a {@code @BeforeAll}
 * method, a static extension gives that method an elector as well, which all tests of the class share.
 */
public final class ManualElectorExtension implements ParameterResolver, AfterEachCallback, AfterAllCallback {
    /** Where {@code VertxExtension} keeps what it injects: for extensions like this, by its own documentation. */
    private static final String VERTX = "Vertx";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Namespace namespace = Namespace.create(ManualElectorExtension.class, this);
    private final ElectorOptions options;
    private final TermWork work;

    private ManualElectorExtension(ElectorOptions options, TermWork work) {
        this.options = new ElectorOptions(options);
        this.work = Objects.requireNonNull(work, "work");
    }

    /** Electors for this component, as {@link ManualElector#start(Vertx, String, TermWork)} makes them. */
    public static ManualElectorExtension of(String component, TermWork work) {
        return of(new ElectorOptions().setComponent(component), work);
    }

    /** Electors as {@link ManualElector#start(Vertx, ElectorOptions, TermWork)} makes them. */
    public static ManualElectorExtension of(ElectorOptions options, TermWork work) {
        return new ManualElectorExtension(options, work);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == ManualElector.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(namespace)
                .getOrComputeIfAbsent(ManualElector.class, none -> started(vertx(test)), ManualElector.class);
    }

    private ManualElector started(Vertx vertx) {
        return await(
                "a manual elector for '" + options.getComponent() + "' did not start",
                ManualElector.start(vertx, options, work));
    }

    private static Vertx vertx(ExtensionContext test) {
        Object kept = test.getStore(Namespace.GLOBAL).get(VERTX);
        Object found = kept instanceof Supplier<?> supplier ? supplier.get() : kept;
        if (found instanceof Vertx vertx) {
            return vertx;
        }
        throw new ParameterResolutionException("a ManualElector needs the Vertx of the test, and there is none yet: put"
                + " @ExtendWith(VertxExtension.class) on the class, and a parameter Vertx before the ManualElector, in the"
                + " same method or in one that is called before it");
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close(test);
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close(tests);
    }

    private void close(ExtensionContext scope) {
        // What a whole class shares is found from a test too, and removed by the class alone.
        Store store = scope.getStore(namespace);
        ManualElector elector = store.remove(ManualElector.class, ManualElector.class);
        if (elector != null) {
            await("the manual elector of '" + options.getComponent() + "' did not close", elector.close());
        }
    }

    private static <T> T await(String complaint, Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new ParameterResolutionException(
                    complaint + ": " + failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException late) {
            throw new ParameterResolutionException(complaint + " within " + PATIENCE.toSeconds() + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ParameterResolutionException(complaint + ": interrupted", interrupted);
        }
    }
}
