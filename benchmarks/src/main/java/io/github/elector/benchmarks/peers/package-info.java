// SPDX-License-Identifier: Apache-2.0

/**
 * Leader elections that are measured side by side: our own, and what people would use instead, each configured as its
 * documentation recommends. Begin with {@link io.github.elector.benchmarks.peers.Contender} and
 * {@link io.github.elector.benchmarks.peers.Peer}.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.benchmarks.peers;
