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
    JVMS,
    /** The same, whose clocks can be set. */
    JVM_CLOCKS;

    private static final Optional<String> NO_FAKED_TIME = Optional.of("no libfaketime on this machine");

    /** Whether its members run in JVMs of their own. */
    boolean isOfJvms() {
        return this == JVMS || this == JVM_CLOCKS;
    }

    /** Why the fault cannot strike there, if it cannot. */
    Optional<String> missingOn(FaultServer server) {
        return switch (this) {
            case NOTHING, ALONE, JVMS -> Optional.empty();
            case PROCESS -> server.process().isPresent() ? Optional.empty() : Optional.of("the server is not ours");
            case BACKENDS ->
                server.brand() == Brand.MYSQL
                        ? Optional.of("its connections are threads, not processes")
                        : PROCESS.missingOn(server);
            case CLOCK -> server.time().isPresent() ? Optional.empty() : NO_FAKED_TIME;
            case JVM_CLOCKS -> FakedTime.library().isPresent() ? Optional.empty() : NO_FAKED_TIME;
        };
    }
}
