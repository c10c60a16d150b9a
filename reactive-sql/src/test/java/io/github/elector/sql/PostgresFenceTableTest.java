// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

/** The table of fences on PostgreSQL. */
class PostgresFenceTableTest extends FenceTableContract {
    @Override
    FenceGround ground() {
        return new PostgresFenceGround();
    }
}
