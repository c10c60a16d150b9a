// SPDX-License-Identifier: Apache-2.0
/**
 * Hostile input by the hundred thousand: {@link io.github.elector.testing.hostile.Trial} plays generated cases and judges
 * them, {@link io.github.elector.testing.hostile.Overheard} hears everything that is said meanwhile, and the rest makes
 * the input.
 */
package io.github.elector.testing.hostile;
