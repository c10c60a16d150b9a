// SPDX-License-Identifier: Apache-2.0

/** The command {@code first-election}: how soon a new component gets its first leader. Electors in one small file. */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.first;
