// SPDX-License-Identifier: Apache-2.0

/**
 * What commands have in common on the command line: their options and what may be in them, the figures and lines
 * they print, and that nothing stays behind. Knows databases, and no program.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.cli;
