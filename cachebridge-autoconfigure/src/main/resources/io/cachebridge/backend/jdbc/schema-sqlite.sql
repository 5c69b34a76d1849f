CREATE TABLE IF NOT EXISTS cachebridge_entry (
	entry_key BLOB NOT NULL PRIMARY KEY,
	version_incarnation INTEGER NOT NULL,
	version_sequence INTEGER NOT NULL,
	expires_at INTEGER,
	content BLOB,
	counter_value INTEGER
);

CREATE INDEX IF NOT EXISTS cachebridge_entry_expires_at ON cachebridge_entry (expires_at);

CREATE TABLE IF NOT EXISTS cachebridge_entry_sender (
	channel_digest BLOB NOT NULL,
	sender INTEGER NOT NULL,
	last_sequence INTEGER NOT NULL,
	updated_at INTEGER NOT NULL,
	PRIMARY KEY (channel_digest, sender)
);

CREATE TABLE IF NOT EXISTS cachebridge_entry_message (
	channel_digest BLOB NOT NULL,
	sender INTEGER NOT NULL,
	message_sequence INTEGER NOT NULL,
	content BLOB NOT NULL,
	PRIMARY KEY (channel_digest, sender, message_sequence)
);
