// SPDX-License-Identifier: Apache-2.0
/**
 * Histories of what stores were asked and answered, recorded on real servers, and a check of them that needs no server.
 *
 * <p>{@link io.github.elector.sql.history.HistoryCheck} says what a history has to satisfy and why the check is complete;
 * {@link io.github.elector.sql.history.HistoriesTest} records some.
 */
package io.github.elector.sql.history;
