// SPDX-License-Identifier: Apache-2.0
package com.acme;

/** An interface within a class has a {@code $} in its name, which Dubbo encodes in some paths and not in others. */
public final class Outer {
    private Outer() {}

    /** What is provided. */
    public interface Greeter {
        String greet(String name);

        String leave(String name);
    }
}
