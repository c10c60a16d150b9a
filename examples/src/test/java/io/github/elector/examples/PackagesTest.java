// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Who reads the examples package by package never comes back to where he was. */
class PackagesTest {
    /** Those of the tests count as well. */
    @Test
    void packagesDependOnEachOtherInOneDirection() {
        slices().matching("io.github.elector.(**)")
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter().importPackages("io.github.elector.examples"));
    }
}
