// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import java.util.Arrays;
import java.util.List;

/** Types that pages name and that are not ours. */
final class Elsewhere {
    private static final List<String> PACKAGES = List.of(
            "java.lang",
            "java.util",
            "java.time",
            "io.vertx.core",
            "io.vertx.core.json",
            "io.vertx.sqlclient",
            "io.vertx.ext.healthchecks");

    private Elsewhere() {}

    /** Whether Vert.x or the JDK has a type of this name with a method of that name. */
    static boolean has(String type, String method) {
        return PACKAGES.stream().anyMatch(home -> has(home, type, method));
    }

    private static boolean has(String home, String type, String method) {
        try {
            return Arrays.stream(Class.forName(home + "." + type).getMethods())
                    .anyMatch(known -> known.getName().equals(method));
        } catch (ClassNotFoundException notThere) {
            return false;
        }
    }
}
