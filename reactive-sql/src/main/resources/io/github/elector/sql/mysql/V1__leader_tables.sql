-- vertx-elector on MySQL 8 and MariaDB 10.6 or later, version 1 of the schema; checked on MariaDB 11.4
-- and 10.11 and on MySQL 9.7.
--
-- Run it as it is in the database where the tables shall be, or let Flyway or the elector (createSchema = true) do so, which
-- needs CREATE, CREATE VIEW and DROP there. It creates what is missing; of what exists it replaces the view only.
-- The elector's database user then needs SELECT, INSERT and UPDATE on both tables. DELETE on leader_sessions is
-- optional: with it, rows of sessions that ended more than a day ago are removed.
-- Times are the database's clock in UTC, for people; no decision compares them with another clock.
-- Keys are bytes: with any collation that both servers know, names would be equal that differ by a trailing blank at
-- least. A nonce is the number of the last attempt that wrote: by reading it back a store knows that it was its own.

-- One row for each session, which is one life of one replica: also the list of replicas that are alive.
-- There is no foreign key between the tables on purpose: it would lock a session's row behind a lease's.
CREATE TABLE IF NOT EXISTS leader_sessions (
    session_id    varbinary(200) NOT NULL,
    node          varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version       bigint NOT NULL,
    lease_millis  bigint NOT NULL,
    renew_millis  bigint NOT NULL,
    started_at    datetime(6) NOT NULL,
    renewed_at    datetime(6) NOT NULL,
    closed        tinyint NOT NULL,
    closed_by     varchar(200) CHARACTER SET ascii COLLATE ascii_bin,  -- who closed it for its silence, or null
    nonce         char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    metadata      varchar(2048) CHARACTER SET ascii COLLATE ascii_bin,  -- what it advertises, a JSON object, or null
    PRIMARY KEY (session_id)
) ENGINE = InnoDB;

-- One row for each component, never deleted: a deleted row takes the highest term with it. The comment tells of which
-- version of the schema the tables are; newer files change it.
CREATE TABLE IF NOT EXISTS leader_leases (
    component     varbinary(128) NOT NULL,
    holder        varbinary(200) NOT NULL,
    term          bigint NOT NULL,
    acquired_at   datetime(6) NOT NULL,
    released      tinyint NOT NULL,
    generation    varchar(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    nonce         char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (component),
    INDEX leader_leases_holder (holder)
) ENGINE = InnoDB COMMENT = 'vertx-elector schema 1';

-- Who leads what since when, for people.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW leader_overview AS
SELECT CONVERT(lease.component USING latin1) AS component,
       session.node,
       CASE WHEN lease.released = 1 THEN 'released'
            WHEN session.session_id IS NULL THEN 'session missing'
            WHEN session.closed = 1 THEN 'session closed'
            WHEN session.renewed_at + INTERVAL session.lease_millis * 1000 MICROSECOND < UTC_TIMESTAMP(6) THEN 'silent'
            ELSE 'led'
       END AS state,
       lease.term,
       lease.acquired_at AS since,
       session.renewed_at AS last_heartbeat,
       TIMEDIFF(session.renewed_at + INTERVAL session.lease_millis * 1000 MICROSECOND, UTC_TIMESTAMP(6)) AS time_left,
       CONVERT(lease.holder USING latin1) AS session_id,
       session.metadata
FROM leader_leases AS lease
LEFT JOIN leader_sessions AS session ON session.session_id = lease.holder;
