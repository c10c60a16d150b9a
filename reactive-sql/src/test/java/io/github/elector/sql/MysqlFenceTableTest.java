// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

/** The table of fences on MySQL and MariaDB. */
class MysqlFenceTableTest extends FenceTableContract {
    @Override
    FenceGround ground() {
        return new MysqlFenceGround();
    }
}
