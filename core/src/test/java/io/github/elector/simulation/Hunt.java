// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs the schedule of a seed and says which promise it broke, or null. Known by the types of the JDK alone, so that it
 * can be used through another class loader.
 */
public final class Hunt implements LongFunction<@Nullable String> {
    @Override
    public @Nullable String apply(long seed) {
        try {
            new World(seed, Transcript.none()).run();
            return null;
        } catch (Violation broken) {
            return broken.getMessage();
        } catch (RuntimeException thrown) {
            return thrown.toString();
        }
    }
}
