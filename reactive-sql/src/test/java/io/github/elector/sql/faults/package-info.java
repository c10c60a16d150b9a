// SPDX-License-Identifier: Apache-2.0
/**
 * The fault matrix: electors on real servers, each kind of fault in each phase of a term.
 *
 * <p>One cell is one {@link io.github.elector.sql.faults.FaultKind} on one server in one
 * {@link io.github.elector.sql.faults.Phase}: three {@link io.github.elector.sql.faults.Member}s campaign, each through a
 * proxy of its own; a {@link io.github.elector.sql.faults.Trap} tells the moment; the fault strikes, lasts and is healed;
 * a leader has to be there again; everything is closed; and the {@link io.github.elector.sql.faults.Referee} judges what the
 * {@link io.github.elector.sql.faults.Chronicle} has. {@link io.github.elector.sql.faults.FaultMatrix} runs the cells and
 * counts.
 */
package io.github.elector.sql.faults;
