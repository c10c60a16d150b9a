// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

/** MySQL and MariaDB; checked on MariaDB 11.4. Names that are keys leave as bytes, as they are stored. */
final class MysqlClusterSql implements ClusterSql {
    private static final String LEASES = """
            SELECT LEFT(lease.component, 250) AS component, lease.term, LEFT(lease.holder, 250) AS holder,
                   LEFT(session.node, 250) AS node,
                   TIMESTAMPDIFF(MICROSECOND, '1970-01-01', lease.acquired_at) DIV 1000 AS acquired_millis,
                   CASE WHEN lease.released <> 0 THEN 'released'
                        WHEN session.session_id IS NULL THEN 'missing'
                        WHEN session.closed <> 0 THEN 'closed'
                        ELSE 'held'
                   END AS standing
            FROM leader_leases AS lease
            LEFT JOIN leader_sessions AS session ON session.session_id = lease.holder
            ORDER BY lease.acquired_at DESC, lease.component
            LIMIT 101""";

    private static final String SESSIONS = """
            SELECT LEFT(session_id, 250) AS session_id, LEFT(node, 250) AS node, lease_millis, renew_millis,
                   TIMESTAMPDIFF(MICROSECOND, '1970-01-01', started_at) DIV 1000 AS started_millis,
                   TIMESTAMPDIFF(MICROSECOND, '1970-01-01', renewed_at) DIV 1000 AS renewed_millis,
                   closed <> 0 AS closed, LEFT(closed_by, 250) AS closed_by,
                   TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000 AS now_millis
            FROM leader_sessions
            WHERE closed = 0 OR renewed_at > UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE
            ORDER BY closed <> 0, node, started_at, session_id
            LIMIT 101""";

    @Override
    public String leases() {
        return LEASES;
    }

    @Override
    public String sessions() {
        return SESSIONS;
    }
}
