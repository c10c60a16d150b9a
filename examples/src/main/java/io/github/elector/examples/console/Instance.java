// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import java.util.List;

/**
 * One instance of an application. Its names are somebody else's and may be anything.
 *
 * @param mesh which registry or mesh it belongs to
 * @param application of what it is an instance
 * @param address where it answers, such as {@code 10.0.0.7:20880}
 * @param state what is known of it, in a word
 * @param sources who says that it is there, such as {@code registry} and {@code runtime}
 */
public record Instance(String mesh, String application, String address, String state, List<String> sources) {
    public Instance {
        sources = List.copyOf(sources);
    }
}
