// SPDX-License-Identifier: Apache-2.0

/** The program of the jar, and the report it writes: figures as JSON, a page with charts, and a table. */
@org.jspecify.annotations.NullMarked
package io.github.elector.benchmarks.report;
