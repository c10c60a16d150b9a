// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

/** PostgreSQL; checked on 18. Times leave as double precision, which has the infinity that a row may say. */
final class PostgresClusterSql implements ClusterSql {
    private static final String LEASES = """
            SELECT left(lease.component, 250) AS component, lease.term, left(lease.holder, 250) AS holder,
                   left(session.node, 250) AS node,
                   (extract(epoch FROM lease.acquired_at) * 1000)::double precision AS acquired_millis,
                   CASE WHEN lease.released THEN 'released'
                        WHEN session.session_id IS NULL THEN 'missing'
                        WHEN session.closed THEN 'closed'
                        ELSE 'held'
                   END AS standing
            FROM leader_leases AS lease
            LEFT JOIN leader_sessions AS session ON session.session_id = lease.holder
            ORDER BY lease.acquired_at DESC, lease.component
            LIMIT 101""";

    private static final String SESSIONS = """
            SELECT left(session_id, 250) AS session_id, left(node, 250) AS node, lease_millis, renew_millis,
                   (extract(epoch FROM started_at) * 1000)::double precision AS started_millis,
                   (extract(epoch FROM renewed_at) * 1000)::double precision AS renewed_millis,
                   closed, left(closed_by, 250) AS closed_by,
                   (extract(epoch FROM clock_timestamp()) * 1000)::double precision AS now_millis
            FROM leader_sessions
            WHERE NOT closed OR renewed_at > clock_timestamp() - interval '10 minutes'
            ORDER BY closed, node, started_at, session_id
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
