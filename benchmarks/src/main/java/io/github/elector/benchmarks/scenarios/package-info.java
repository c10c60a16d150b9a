// SPDX-License-Identifier: Apache-2.0

/**
 * What is measured of contenders: each in processes of its own, which this one drives. Begin with
 * {@link io.github.elector.benchmarks.scenarios.Scenario}.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.benchmarks.scenarios;
