// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

/**
 * A write the fence let through.
 *
 * @param rows how many rows it inserted, updated or deleted; 0 means that nothing matched
 */
public record FencedWrite(long rows) {}
