// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.simulation.Transcript;
import io.github.elector.simulation.Violation;
import java.util.List;
import java.util.function.LongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the schedule of a seed and says which promise it broke, or null. Known by the types of the JDK alone, so that it
 * can be used through another class loader. What the driver logs about faults is not heard from then on.
 */
public final class Hunt implements LongFunction<@Nullable String> {
    private final List<Logger> loggers = List.of(Logger.getLogger("io.github.elector"), Logger.getLogger("io.vertx"));

    public Hunt() {
        loggers.forEach(logger -> logger.setLevel(Level.OFF));
    }

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
