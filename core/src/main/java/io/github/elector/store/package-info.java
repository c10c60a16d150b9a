// SPDX-License-Identifier: Apache-2.0
/**
 * What an elector asks of a database: {@link io.github.elector.store.LeaseStore}, and how a store is found by its URI.
 *
 * <p>A store answers <em>definitely</em> or fails. Yes and no are values; a failed future means that nobody knows
 * whether the statement took effect. Nothing here decides who leads: that is done by the pure packages, from answers.
 */
package io.github.elector.store;
