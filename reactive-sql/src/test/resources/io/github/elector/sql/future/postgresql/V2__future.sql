-- What a second version may look like, for tests of the upgrade.
ALTER TABLE leader_sessions ADD COLUMN future text;
COMMENT ON TABLE leader_leases IS 'vertx-elector schema 2';
