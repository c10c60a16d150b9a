// SPDX-License-Identifier: Apache-2.0

/**
 * What a source of runtime instances is: {@link io.github.elector.examples.engine.source.ListWatch} is the contract, which
 * is that of the Kubernetes API, the rest is what passes through it.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.engine.source;
