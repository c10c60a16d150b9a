// SPDX-License-Identifier: Apache-2.0
/**
 * The guide is true: its first page is followed as it stands, its code compiles, its links lead somewhere, and what it names
 * is in the code, as what is in the code is in it. Pages are found by listing {@code docs}, so none can be forgotten.
 */
package io.github.elector.examples.guide;
