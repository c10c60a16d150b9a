// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Explores the small worlds, each up to so many states, until a promise is broken; says how many states that took in all,
 * a colon and the promise, or null. Known by the types of the JDK alone, so that it can be used through another class
 * loader.
 */
public final class Hunt implements LongFunction<@Nullable String> {
    @Override
    public @Nullable String apply(long mostStates) {
        long states = 0;
        for (Scope scope : Scopes.small()) {
            Findings findings = Exploration.of(scope).mostStates(mostStates).run();
            states += findings.states();
            Counterexample broken = findings.counterexample();
            if (broken != null) {
                return states + ": " + broken.what() + " (" + scope.name() + ")";
            }
        }
        return null;
    }
}
