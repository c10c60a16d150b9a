// SPDX-License-Identifier: Apache-2.0

/**
 * Providers for the demonstration: JVMs that register at a ZooKeeper as Dubbo's do, and provide nothing.
 *
 * <p>{@link io.github.elector.examples.provider.Provider} is such a JVM, {@code Registration} what it writes,
 * {@link io.github.elector.examples.provider.Registrar} how, and {@link io.github.elector.examples.provider.ProviderJvm} its
 * handle for whoever starts it. Discovery finds it at the registry, and Engine by its command line.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.provider;
