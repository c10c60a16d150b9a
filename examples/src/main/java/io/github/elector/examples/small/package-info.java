// SPDX-License-Identifier: Apache-2.0
/**
 * Small examples, each in one file that uses nothing of the others: copy it, change the component's name and the work.
 *
 * <p>Read {@link io.github.elector.examples.small.HelloLeader} first, then what you need:
 *
 * <ul>
 *   <li>{@link io.github.elector.examples.small.FencedWrites}: work whose writes nobody can make twice;
 *   <li>{@link io.github.elector.examples.small.ClusterScheduler}: one scheduler in the whole cluster;
 *   <li>{@link io.github.elector.examples.small.WatchLeadership}: a process that only wants to know who leads;
 *   <li>{@code config.json} beside this package's classes: no main method at all, by the Vert.x application launcher.
 * </ul>
 *
 * <p>Each takes the URI of a PostgreSQL database as its argument, or from {@code ELECTOR_DB}. The commands are in
 * {@code docs/examples.md}.
 */
package io.github.elector.examples.small;
