// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The files of one database, from the first version to the one this library needs.
 *
 * @param all in order, without a gap
 */
record SchemaFiles(List<SchemaFile> all) {
    SchemaFiles {
        if (all.isEmpty()
                || IntStream.range(0, all.size()).anyMatch(i -> all.get(i).version() != i + 1)) {
            throw new IllegalArgumentException("schema files must be numbered from 1 without a gap: " + all);
        }
    }

    static SchemaFiles of(String... names) {
        return new SchemaFiles(List.of(names).stream().map(SchemaFile::new).toList());
    }

    /** The version this library needs. */
    int newest() {
        return all.size();
    }

    /** What is missing after this version. */
    List<SchemaFile> after(int version) {
        return all.subList(Math.min(version, all.size()), all.size());
    }

    /** Those after this version, for people who run them. */
    String namedAfter(int version) {
        return after(version).stream().map(SchemaFile::toString).collect(Collectors.joining(", then "));
    }
}
