-- vertx-elector on MySQL 8 and MariaDB 10.6 or later: the table of fences, for data in another database than the
-- elector's; version 1.
--
-- One row for each component, with the latest term its data have seen: never deleted and never lowered. Whoever raises
-- and checks it needs SELECT, INSERT and UPDATE.
CREATE TABLE IF NOT EXISTS leader_fences (
    component     varbinary(128) NOT NULL,
    term          bigint NOT NULL,
    holder        varbinary(200) NOT NULL,
    raised_at     datetime(6) NOT NULL,
    PRIMARY KEY (component)
) ENGINE = InnoDB;
