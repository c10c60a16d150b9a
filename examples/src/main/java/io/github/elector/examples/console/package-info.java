// SPDX-License-Identifier: Apache-2.0

/**
 * A page that shows who leads what, live, for people: the {@code --console} of a replica.
 *
 * <p>Read it along what flows: a replica's own notices ({@code ConsoleVerticle}) and looks at the tables
 * ({@link io.github.elector.examples.console.ClusterReader}) go into the {@code Chronicle}, which knows what happened; it
 * writes sections of JSON on a {@code Board}, which knows what has changed since when; each open page is a {@code Listener}
 * that gets what it has not seen; and the {@code Desk} answers requests. The page itself is in the resources beside this
 * package: plain HTML, CSS and modules, nothing to build, nothing from elsewhere.
 *
 * <p>It is a window, not a door: nothing can be changed through it, and no election depends on it.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.console;
