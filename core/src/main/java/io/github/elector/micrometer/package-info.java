// SPDX-License-Identifier: Apache-2.0
/**
 * The meters of Micrometer, for applications that have it; nothing else here needs it. Names, units, tags and what to
 * alert on: {@code docs/metrics.md}.
 */
package io.github.elector.micrometer;
