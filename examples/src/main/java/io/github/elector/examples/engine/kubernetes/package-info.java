// SPDX-License-Identifier: Apache-2.0

/**
 * The driver "kubernetes": pods of a cluster, over HTTP.
 *
 * <p>{@code PodListWatch} lists in pages and watches by lines; {@code PodReader} makes runtime instances of pods;
 * {@code ApiServer} is where and who, from a {@code Kubeconfig} or a {@code ServiceAccount}.
 *
 * <p>Written after the documentation of Kubernetes and tested against a server in the tests that speaks what is written
 * there. No real API server was used.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.engine.kubernetes;
