// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that is reviewed like code; {@code -Delector.golden=write} writes it anew. */
public final class Golden {
    private Golden() {}

    /** Fails, showing both, unless the file below src/test/resources holds exactly this text. */
    public static void check(String file, String actual) throws IOException {
        Path path = Path.of("src", "test", "resources").resolve(file);
        if ("write".equals(System.getProperty("elector.golden"))) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, actual);
            return;
        }
        assertThat(path).as("golden file; write it with -Delector.golden=write").exists();
        assertThat(actual.lines().toList())
                .as("%s; if the change is meant, write it anew with -Delector.golden=write and review it", file)
                .isEqualTo(Files.readAllLines(path));
    }
}
