CREATE TABLE IF NOT EXISTS cachebridge_entry (
	entry_key VARBINARY(1024) NOT NULL PRIMARY KEY,
	version_incarnation BIGINT NOT NULL,
	version_sequence BIGINT NOT NULL,
	expires_at BIGINT,
	content BLOB,
	counter_value BIGINT
);

CREATE INDEX IF NOT EXISTS cachebridge_entry_expires_at ON cachebridge_entry (expires_at);

CREATE TABLE IF NOT EXISTS cachebridge_entry_sender (
	channel_digest VARBINARY(32) NOT NULL,
	sender BIGINT NOT NULL,
	last_sequence BIGINT NOT NULL,
	updated_at BIGINT NOT NULL,
	PRIMARY KEY (channel_digest, sender)
);

CREATE TABLE IF NOT EXISTS cachebridge_entry_message (
	channel_digest VARBINARY(32) NOT NULL,
	sender BIGINT NOT NULL,
	message_sequence BIGINT NOT NULL,
	content BLOB NOT NULL,
	PRIMARY KEY (channel_digest, sender, message_sequence)
);
