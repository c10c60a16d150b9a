// SPDX-License-Identifier: Apache-2.0
/**
 * The elector for who writes Mutiny: the same names as the Future API, with a {@code Uni} wherever that has a future.
 * Optional; nothing else needs it or Mutiny.
 *
 * <p>Start with {@link io.github.elector.mutiny.MutinyElector#start}. What the Future API says of a method holds for its
 * namesake here. What is different is the same everywhere, and done in one place, {@link io.github.elector.mutiny.Bridge}:
 *
 * <ul>
 *   <li><b>Lazy.</b> Nothing happens before somebody subscribes, and each subscription acts anew.
 *   <li><b>Cancelling stops listening, not the act.</b> A resignation goes on, a transaction commits, a piece of a term's
 *       work holds the lease until it has ended. Only {@code start} takes back what nobody listens for: an elector that
 *       comes after its subscriber has gone is closed.
 *   <li><b>Where.</b> Everything is told on the Vert.x context it was subscribed on; to who has none, on any thread.
 *   <li><b>No failure is thrown.</b> What the Future API throws at once, such as an {@code IllegalArgumentException} for a
 *       statement without its marker, the {@code Uni} fails with.
 *   <li><b>Nobody waits on a context.</b> {@code await()} on a thread of an event loop, a worker context or a virtual
 *       thread context would wait for an answer that comes through the very thing it blocks, so it fails with an
 *       {@code IllegalStateException} and nothing is done, but for the acts of a term: one that is done at once is
 *       answered, another goes on unheard. It is free on other threads and inside of
 *       {@code executeBlocking} of an event-loop context.
 * </ul>
 *
 * <p>And what futures cannot say: {@link io.github.elector.mutiny.MutinyElector#states}, of which only the latest counts,
 * and {@link io.github.elector.mutiny.MutinyElector#notices}, of which each one does. Read {@code Inbox} for what either
 * does when its subscriber is slow, and {@code ContextStream} for how they reach it.
 */
package io.github.elector.mutiny;
