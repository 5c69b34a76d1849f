CREATE TABLE IF NOT EXISTS cachebridge_entry (
	entry_key VARBINARY(1024) NOT NULL PRIMARY KEY,
	version_incarnation BIGINT NOT NULL,
	version_sequence BIGINT NOT NULL,
	expires_at BIGINT,
	content BLOB,
	counter_value BIGINT
);

CREATE INDEX IF NOT EXISTS cachebridge_entry_expires_at ON cachebridge_entry (expires_at);
