// SPDX-License-Identifier: Apache-2.0
/**
 * What electors tell whoever measures them. {@link io.github.elector.metrics.ElectorMetrics} is given to
 * {@link io.github.elector.Elector#measure}; {@link io.github.elector.micrometer.ElectorMeters} is the one for
 * Micrometer.
 *
 * <p>All of it is for information. Nothing in an election waits for it, and whatever it throws is caught.
 */
package io.github.elector.metrics;
