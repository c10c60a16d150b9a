// SPDX-License-Identifier: Apache-2.0
/** All interleavings of small worlds around the shipped host; see docs/exploration.md. */
package io.github.elector.exploration;
