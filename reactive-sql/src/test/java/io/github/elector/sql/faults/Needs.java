// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.util.Optional;

/** What a kind of fault needs of a server. */
enum Needs {
    /** Only lines and rows of its own cell: several run on one server at once. */
    NOTHING,
    /** The server for itself. */
    ALONE,
    /** A server of our own, for itself, whose processes can be signalled. */
    PROCESS,
    /** The same, with one process for each connection. */
    BACKENDS,
    /** A server whose clock can be set. */
    CLOCK,
    /** Members in JVMs of their own. */
    JVMS;

    /** Why the fault cannot strike there, if it cannot. */
    Optional<String> missingOn(FaultServer server) {
        return switch (this) {
            case NOTHING, ALONE, JVMS -> Optional.empty();
            case PROCESS -> server.process().isPresent() ? Optional.empty() : Optional.of("the server is not ours");
            case BACKENDS ->
                server.brand() == Brand.MYSQL
                        ? Optional.of("its connections are threads, not processes")
                        : PROCESS.missingOn(server);
            case CLOCK -> server.time().isPresent() ? Optional.empty() : Optional.of("no libfaketime on this machine");
        };
    }
}
