// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What Dubbo 3.3 writes into a registry, written down by hand. */
final class Fixture {
    private Fixture() {}

    static String read(String name) {
        try (InputStream file = Objects.requireNonNull(Fixture.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The JSON of an instance of this application, there. */
    static String instance(String app, String ip, int port) {
        return read("instance.json")
                .replace("demo-provider", app)
                .replace("10.1.2.3", ip)
                .replace("20880", Integer.toString(port));
    }
}
