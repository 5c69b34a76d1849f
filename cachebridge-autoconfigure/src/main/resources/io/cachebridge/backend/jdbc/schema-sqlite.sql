CREATE TABLE IF NOT EXISTS cachebridge_entry (
	entry_key BLOB NOT NULL PRIMARY KEY,
	version_incarnation INTEGER NOT NULL,
	version_sequence INTEGER NOT NULL,
	expires_at INTEGER,
	content BLOB,
	counter_value INTEGER
);

CREATE INDEX IF NOT EXISTS cachebridge_entry_expires_at ON cachebridge_entry (expires_at);
