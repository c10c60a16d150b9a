// SPDX-License-Identifier: Apache-2.0
/** Readings of the two clocks of a process. Only {@link io.github.elector.time.SystemClock} reads them. */
package io.github.elector.time;
