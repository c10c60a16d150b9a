-- vertx-elector on PostgreSQL, version 1 of the schema; checked on PostgreSQL 18 and 15.
--
-- Run it as it is in the schema where the tables shall be ('public' unless the options say otherwise), or let the
-- elector do so with createSchema = true, or Flyway. It creates what is missing; of what exists it replaces the view and
-- the comment only.
-- The elector's database user then needs SELECT, INSERT and UPDATE on both tables. DELETE on leader_sessions is
-- optional: with it, rows of sessions that ended more than a day ago are removed.
-- Times are the database's clock, for people; no decision compares them with another clock.

-- One row for each session, which is one life of one replica: also the list of replicas that are alive.
-- A heartbeat rewrites version and renewed_at: room on the page and no index on either keeps that a HOT update.
-- There is no foreign key between the tables on purpose: it would lock a session's row behind a lease's.
CREATE TABLE IF NOT EXISTS leader_sessions (
    session_id    text COLLATE "C" PRIMARY KEY,
    node          text COLLATE "C" NOT NULL,
    version       bigint NOT NULL,
    lease_millis  bigint NOT NULL,
    renew_millis  bigint NOT NULL,
    started_at    timestamptz NOT NULL,
    renewed_at    timestamptz NOT NULL,
    closed        boolean NOT NULL,
    closed_by     text COLLATE "C",  -- the session that closed it for its silence, or null if it closed itself
    metadata      text COLLATE "C"  -- what it advertises, a JSON object of at most 2048 bytes, or null
) WITH (fillfactor = 50);

-- One row for each component, never deleted: a deleted row takes the highest term with it.
CREATE TABLE IF NOT EXISTS leader_leases (
    component     text COLLATE "C" PRIMARY KEY,
    holder        text COLLATE "C" NOT NULL,
    term          bigint NOT NULL,
    acquired_at   timestamptz NOT NULL,
    released      boolean NOT NULL,
    generation    text COLLATE "C" NOT NULL
) WITH (fillfactor = 80);

-- Which version of the schema these tables are of; newer files change it.
COMMENT ON TABLE leader_leases IS 'vertx-elector schema 1';

CREATE INDEX IF NOT EXISTS leader_leases_holder ON leader_leases (holder);

-- Who leads what since when, for people.
CREATE OR REPLACE VIEW leader_overview AS
SELECT lease.component,
       session.node,
       CASE WHEN lease.released THEN 'released'
            WHEN session.session_id IS NULL THEN 'session missing'
            WHEN session.closed THEN 'session closed'
            WHEN session.renewed_at + session.lease_millis * interval '1 millisecond' < clock_timestamp() THEN 'silent'
            ELSE 'led'
       END AS state,
       lease.term,
       lease.acquired_at AS since,
       session.renewed_at AS last_heartbeat,
       session.renewed_at + session.lease_millis * interval '1 millisecond' - clock_timestamp() AS time_left,
       lease.holder AS session_id,
       session.metadata
FROM leader_leases AS lease
LEFT JOIN leader_sessions AS session ON session.session_id = lease.holder;
