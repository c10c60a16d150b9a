// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of faults names the kinds of the matrix, each in the rows of its numbers. */
class FaultsPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (F\\d\\d) \\|.*\\|([^|]*)\\|$");
    private static final Pattern KIND = Pattern.compile("`([A-Z_]+)`");

    @Test
    void rowsNameTheKindsThatAreOfTheirNumber() throws IOException {
        Map<String, TreeSet<String>> named = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("../docs/faults.md")));
        while (row.find()) {
            Matcher kind = KIND.matcher(row.group(2));
            while (kind.find()) {
                named.computeIfAbsent(row.group(1), any -> new TreeSet<>()).add(kind.group(1));
            }
        }

        Map<String, TreeSet<String>> wanted = new TreeMap<>();
        for (FaultKind kind : FaultKind.values()) {
            kind.numbers()
                    .forEach(number -> wanted.computeIfAbsent(number, any -> new TreeSet<>())
                            .add(kind.name()));
        }

        assertThat(named).isEqualTo(wanted);
    }

    @Test
    void readmeSaysHowManyKindsThereAre() throws IOException {
        assertThat(Files.readString(Path.of("../README.md")))
                .contains(FaultKind.values().length + " kinds of [fault](docs/faults.md)");
    }
}
