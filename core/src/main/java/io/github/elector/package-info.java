// SPDX-License-Identifier: Apache-2.0
/**
 * Leader election for Vert.x applications on the SQL database they already have.
 *
 * <p>Start with {@link io.github.elector.Elector#start}: it campaigns for one component, and runs the
 * {@link io.github.elector.TermWork} you give it whenever this process leads, with a {@link io.github.elector.Term} that
 * tells at any instant whether it still does.
 *
 * <pre>
 *   LeaseStore &lt;-&gt; driver -&gt; election (pure) -&gt; driver -&gt; event bus -&gt; { TermDeployer -&gt; your verticles, subscribers }
 *      SQL               next state + commands
 * </pre>
 *
 * <p>Where to read on: what is promised and what is not, {@link io.github.elector.Term}; what is on the event bus,
 * {@link io.github.elector.notice}; the protocol, the package comments of {@code session} and {@code election} in the
 * sources; what a database has to do, {@link io.github.elector.store.LeaseStore}.
 */
package io.github.elector;
