// SPDX-License-Identifier: Apache-2.0
/**
 * One election: a pure state machine for one component. Time comes in as an argument, answers come in as events, and
 * what is to be done comes out as commands; the same inputs always give the same outputs.
 *
 * <pre>
 *             free                granted              gates open
 *  Standby ---------&gt; Asking ---------------&gt; Opening ------------&gt; Leading
 *     ^  ^              | no, busy, unknown      |                     | over: resigned, lapsed, lost, failed …
 *     |  '--------------'                        | gate failed,        v
 *     |                                          | session lapsed   Draining  (overrun after the stop budget)
 *     |   released                               v                     | work has ended, or stop + lease are over
 *     '---------------------------------- Releasing &lt;------------------'
 *                                          | unknown: again, with backoff
 *  every state: retire -&gt; ... -&gt; Retired, once nothing is in hand
 * </pre>
 *
 * <p>What each rule is for, and what went wrong without it in a model of this protocol:
 *
 * <ul>
 *   <li><b>One operation in flight, numbered.</b> An operation that was given up may still win. Its answer is ignored,
 *       and the next look finds the lease and releases it ({@code Standby}, {@link io.github.elector.election.Standing.Mine}).
 *   <li><b>A late yes is not announced.</b> A grant that leaves less than one heartbeat interval before the session's
 *       soft end goes straight back ({@code Asking}, {@code Opening}).
 *   <li><b>Release comes last.</b> Only the end of the work permits it ({@code Draining}). Work that will not end keeps
 *       the lease until an abandoned one would have lapsed, and keeps this candidate out even longer, since a second
 *       term must not start the same work twice in one process.
 *   <li><b>Acquire and release name the term.</b> A session can hold one component twice, one term after the other.
 *   <li><b>A release is repeated until the answer is definite.</b> While its session lives, nobody else could free it.
 * </ul>
 *
 * <p>Validity is not decided here: a term is valid for as long as its session's last grant says, and that is a
 * comparison made by whoever asks (see {@code io.github.elector.session}).
 */
package io.github.elector.election;
