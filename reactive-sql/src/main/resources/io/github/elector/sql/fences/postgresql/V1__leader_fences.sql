-- vertx-elector on PostgreSQL: the table of fences, for data in another database than the elector's; version 1.
--
-- One row for each component, with the latest term its data have seen: never deleted and never lowered. Whoever raises
-- and checks it needs SELECT, INSERT and UPDATE.
CREATE TABLE IF NOT EXISTS leader_fences (
    component     text COLLATE "C" PRIMARY KEY,
    term          bigint NOT NULL,
    holder        text COLLATE "C" NOT NULL,
    raised_at     timestamptz NOT NULL
);
