// SPDX-License-Identifier: Apache-2.0
package io.github.elector.bugs;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The shipped code with some classes changed, beside that which runs the test. */
final class Mutant {
    private final ClassLoader loader;

    Mutant(Map<String, byte[]> changed) {
        this.loader = new MutantLoader(changed);
    }

    /**
     * What was caught.
     *
     * @param schedules how many it took, the one that caught it included
     * @param broken what was broken
     */
    record Catch(int schedules, String broken) {}

    /** Runs schedules of this world and these seeds, one after the other, until a promise is broken; null if none is. */
    @Nullable
    Catch hunt(Bug.World world, long firstSeed, int schedules) {
        LongFunction<@Nullable String> hunt = made(world.hunt);
        for (int i = 0; i < schedules; i++) {
            String broken = hunt.apply(firstSeed + i);
            if (broken != null) {
                return new Catch(i + 1, broken);
            }
        }
        return null;
    }

    /**
     * Explores the small worlds, each up to so many states; returns how many it took and what was broken, or null.
     */
    @Nullable
    String explore(long mostStates) {
        return made("io.github.elector.exploration.Hunt").apply(mostStates);
    }

    @SuppressWarnings("unchecked") // Of another loader, it can only be known by what it implements.
    private LongFunction<@Nullable String> made(String type) {
        try {
            return (LongFunction<@Nullable String>)
                    loader.loadClass(type).getConstructor().newInstance();
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("no " + type + " that can be made by its name", missing);
        }
    }

    /** Runs a test class, or a method of one, on the changed classes; returns the name of the first test that failed, or null. */
    @Nullable
    String firstFailure(String test) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selector(test))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            LauncherFactory.create().execute(request, listener);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        TestExecutionSummary summary = listener.getSummary();
        if (summary.getTestsStartedCount() == 0) {
            throw new IllegalStateException(test + " has no test that runs");
        }
        List<TestExecutionSummary.Failure> failures = summary.getFailures();
        return failures.isEmpty() ? null : failures.get(0).getTestIdentifier().getDisplayName();
    }

    private DiscoverySelector selector(String test) {
        int method = test.indexOf('#');
        String type = method < 0 ? test : test.substring(0, method);
        try {
            Class<?> loaded = loader.loadClass(type);
            return method < 0 ? selectClass(loaded) : selectMethod(loaded, test.substring(method + 1));
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException("no test class " + type, missing);
        }
    }
}
