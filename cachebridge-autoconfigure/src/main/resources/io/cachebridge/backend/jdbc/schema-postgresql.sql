CREATE TABLE IF NOT EXISTS cachebridge_entry (
	entry_key bytea NOT NULL PRIMARY KEY,
	version_incarnation bigint NOT NULL,
	version_sequence bigint NOT NULL,
	expires_at bigint,
	content bytea,
	counter_value bigint
);

CREATE INDEX IF NOT EXISTS cachebridge_entry_expires_at ON cachebridge_entry (expires_at);
