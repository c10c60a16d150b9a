// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import java.io.IOException;

/** A provider that provides nothing: says that it is there, and ends with its input. */
final class ProviderMain {
    private ProviderMain() {}

    /** Needs no arguments. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Whoever started it closes its input, or ends, which does the same.
        }
    }
}
