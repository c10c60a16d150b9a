// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.util.Optional;

/**
 * A server the matrix runs on.
 *
 * @param name for the report, with its version
 * @param brand what it speaks
 * @param uri with a user who may do everything
 * @param process if it is one of our own
 * @param time if its clock can be set
 */
record FaultServer(String name, Brand brand, String uri, Optional<ServerProcess> process, Optional<FakedTime> time)
        implements AutoCloseable {

    /** A fresh database on it, for one cell. */
    Ground ground() {
        return brand == Brand.POSTGRES ? new PostgresGround(uri) : new MysqlGround(uri);
    }

    @Override
    public void close() {
        process.ifPresent(ServerProcess::close);
    }
}
