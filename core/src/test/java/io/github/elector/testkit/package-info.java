// SPDX-License-Identifier: Apache-2.0
/**
 * For the tests of those who use the elector, and of those who write a store: an elector whose terms begin and end when a
 * test says so, a JUnit extension that hands it out, and the suite every store passes. See {@code docs/testing.md}.
 *
 * <p>It is in the test-jar of the core. Of the packages beside it there, nothing is meant for others.
 */
package io.github.elector.testkit;
