// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import java.nio.charset.StandardCharsets;

/**
 * Which resource; equal only if every character is, on every database.
 *
 * @param kind of which sort
 * @param mesh which registry or cluster it belongs to; 1 to 128 bytes
 * @param name what it is called there, as its source says; 1 to 1 024 bytes
 */
public record ResourceKey(ResourceKind kind, String mesh, String name) {
    private static final int LONGEST_MESH = 128;
    private static final int LONGEST_NAME = 1_024;

    public ResourceKey {
        checkMesh(mesh);
        check("name", name, LONGEST_NAME);
    }

    /**
     * Nothing, for a mesh that something can be stored under.
     *
     * @throws IllegalArgumentException for any other
     */
    public static void checkMesh(String mesh) {
        check("mesh", mesh, LONGEST_MESH);
    }

    /** What no database would take, or what would become another text there, fails here and costs only itself. */
    static void check(String what, String value, int longest) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > longest) {
            throw new IllegalArgumentException(
                    "the " + what + " of a resource must have 1 to " + longest + " bytes, not " + bytes);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the " + what + " of a resource must have no control characters");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException("the " + what + " of a resource must be Unicode text");
        }
    }

    @Override
    public String toString() {
        return kind + " " + mesh + " " + name;
    }
}
