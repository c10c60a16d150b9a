// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.sqlclient.DatabaseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the errors of MySQL and MariaDB mean, by the vendor's number: many of them share a SQLSTATE that says nothing. A
 * duplicate key (1062) is refused like any other statement here; where it is a lost race, the statement does not fail.
 */
final class MysqlFailureCodes implements FailureCodes {
    private static final Set<Integer> WRONG_SCHEMA = Set.of(
            1046, // no database chosen
            1049, // no such database
            1054, // no such column
            1146, // no such table
            1347, // not a table but a view, or the other way round
            1356); // a view on what is no longer there
    private static final Set<Integer> NO_RIGHT = Set.of(
            1044, // on the database
            1045, // user or password
            1130, // from this host
            1142, // on the table
            1143, // on the column
            1227, // of an administrator
            1698, // user or password, where the operating system is asked
            1820, // password to be changed first
            1862, // password expired
            3118, // account locked: MySQL
            4151); // account locked: MariaDB
    private static final Set<Integer> TIMED_OUT = Set.of(
            1020, // lost against another transaction: MariaDB with innodb_snapshot_isolation
            1205, // lock wait
            1213, // deadlock: this one was rolled back
            1317, // interrupted by somebody
            1969, // statement timeout: MariaDB
            3024, // statement timeout: MySQL
            3572); // locked, with NOWAIT
    private static final Set<Integer> UNREACHABLE = Set.of(
            1040, // too many connections
            1053, // shutting down
            1129, // too many broken connections from this host
            1152, // connection aborted
            1156, // packets out of order
            1158, // read error
            1159, // read timed out
            1160, // write error
            1161, // write timed out
            1184, // connection aborted
            1203, // too many connections of this user
            1226, // a limit of this user
            1927, // connection killed: MariaDB
            3032, // offline mode: MySQL
            4031); // idle for too long: MySQL
    // A server that was demoted goes on answering on the connections it has: only a new one can lead elsewhere.
    private static final Set<Integer> NOT_THE_PRIMARY = Set.of(
            1015, // --innodb-read-only: MySQL
            1036, // --innodb-read-only: MariaDB
            1290, // --read-only or --super-read-only
            1792, // read-only transactions
            1836); // --innodb-read-only, of a statement that defines something: MySQL
    private static final String CONNECTION_EXCEPTION = "08";
    /** How the client writes a failure. */
    private static final Pattern WRITTEN =
            Pattern.compile("\\{errorMessage=(?<words>.*), errorCode=-?\\d+, sqlState=.*}", Pattern.DOTALL);

    /** Whether a statement lost against another that touched the same rows, and took no effect itself. */
    static boolean lostAgainstAnother(Throwable failure) {
        return failure instanceof DatabaseException told
                && (told.getErrorCode() == 1205 || told.getErrorCode() == 1213 || told.getErrorCode() == 1020);
    }

    @Override
    public Kind kind(DatabaseException failure) {
        int code = failure.getErrorCode();
        if (WRONG_SCHEMA.contains(code)) {
            return Kind.WRONG_SCHEMA;
        }
        if (NO_RIGHT.contains(code)) {
            return Kind.NO_RIGHT;
        }
        if (TIMED_OUT.contains(code)) {
            return Kind.TIMED_OUT;
        }
        if (UNREACHABLE.contains(code) || NOT_THE_PRIMARY.contains(code) || isConnectionException(failure)) {
            return Kind.UNREACHABLE;
        }
        return Kind.REJECTED;
    }

    @Override
    public Optional<String> advice(DatabaseException failure) {
        return Optional.ofNullable(
                switch (failure.getErrorCode()) {
                    case 1046, 1049 ->
                        "create the database, or correct its name in the URI: createSchema makes tables only";
                    case 1040, 1203 ->
                        "the server has no connection left: raise max_connections or max_user_connections, or see who"
                                + " holds them; it is tried again";
                    case 1226 -> "raise that limit of the account; it is tried again";
                    case 1045, 1130, 1698 -> "check user and password, and from which hosts that user may come";
                    case 1820, 1862 -> "set a new password for the user: this one has expired";
                    case 3118, 4151 -> "unlock the account of the user";
                    case 1044, 1142, 1143 -> "grant SELECT, INSERT and UPDATE on both tables";
                    default -> null;
                });
    }

    @Override
    public boolean isNotThePrimary(DatabaseException failure) {
        return NOT_THE_PRIMARY.contains(failure.getErrorCode());
    }

    @Override
    public String words(DatabaseException failure) {
        Matcher written = WRITTEN.matcher(String.valueOf(failure.getMessage()));
        return written.matches() ? written.group("words") : String.valueOf(failure.getMessage());
    }

    @Override
    public String code(DatabaseException failure) {
        return failure.getErrorCode() + ", " + failure.getSqlState();
    }

    private static boolean isConnectionException(DatabaseException failure) {
        return failure.getSqlState() != null && failure.getSqlState().startsWith(CONNECTION_EXCEPTION);
    }
}
