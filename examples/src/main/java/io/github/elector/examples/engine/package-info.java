// SPDX-License-Identifier: Apache-2.0

/**
 * The component "engine": which processes run our applications, whether they have registered or not.
 *
 * <p>Read {@link io.github.elector.examples.engine.source.ListWatch} first: the contract of every source, which is that of
 * the Kubernetes API. There are two drivers of it, {@code engine.vm} for JVMs on this host and {@code engine.kubernetes} for
 * pods, of which the second has never met a real API server; write a third by writing that interface.
 *
 * <p>{@link io.github.elector.examples.engine.EngineWork} is what the leader does: {@code Follower} makes rows follow a
 * source, {@code FencedRows} writes them, {@code EngineVerticle} begins and ends with a term.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.engine;
