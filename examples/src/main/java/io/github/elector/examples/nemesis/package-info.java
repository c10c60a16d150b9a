// SPDX-License-Identifier: Apache-2.0

/**
 * The command {@code nemesis}: processes are hurt while those who lead add to lists, and then it is counted what was
 * lost. Begin with {@link io.github.elector.examples.nemesis.NemesisRun} for what is done, {@link
 * io.github.elector.examples.nemesis.NemesisMember} for whom it is done to, and {@link
 * io.github.elector.examples.nemesis.NemesisFigures} for the judge.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.nemesis;
