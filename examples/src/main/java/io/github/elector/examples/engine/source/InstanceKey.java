// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

/**
 * What tells one runtime instance from all others.
 *
 * @param mesh to which mesh it belongs; up to 128 bytes
 * @param name unique in the mesh as long as the instance lives, and not used again soon after; up to 1 024 bytes
 */
public record InstanceKey(String mesh, String name) {
    private static final int LONGEST_MESH = 128;
    private static final int LONGEST_NAME = 1_024;

    public InstanceKey {
        Texts.checked("mesh", mesh, LONGEST_MESH);
        Texts.checked("name", name, LONGEST_NAME);
    }

    @Override
    public String toString() {
        return mesh + "/" + name;
    }
}
