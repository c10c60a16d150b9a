// SPDX-License-Identifier: Apache-2.0

/** What an election costs, measured. */
@org.jspecify.annotations.NullMarked
package io.github.elector.benchmarks;
