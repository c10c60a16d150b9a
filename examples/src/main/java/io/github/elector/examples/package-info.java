// SPDX-License-Identifier: Apache-2.0

/** Programs to run and to copy from. */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples;
