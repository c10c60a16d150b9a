// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this program, from the manifest of its jar. */
public final class JarVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"elector-demo " + text()};
    }

    /** The version alone, or that there is none because this does not run from its jar. */
    public static String text() {
        String version = JarVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(not run from its jar)" : version;
    }
}
