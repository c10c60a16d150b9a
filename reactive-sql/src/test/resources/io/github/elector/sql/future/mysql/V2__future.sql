-- What a second version may look like, for tests of the upgrade.
ALTER TABLE leader_sessions ADD COLUMN future text;

ALTER TABLE leader_leases COMMENT = 'vertx-elector schema 2';
