CREATE TABLE IF NOT EXISTS cachebridge_entry (
	entry_key bytea NOT NULL PRIMARY KEY,
	version_incarnation bigint NOT NULL,
	version_sequence bigint NOT NULL,
	expires_at bigint,
	content bytea,
	counter_value bigint
);

CREATE INDEX IF NOT EXISTS cachebridge_entry_expires_at ON cachebridge_entry (expires_at);

CREATE TABLE IF NOT EXISTS cachebridge_entry_sender (
	channel_digest bytea NOT NULL,
	sender bigint NOT NULL,
	last_sequence bigint NOT NULL,
	updated_at bigint NOT NULL,
	PRIMARY KEY (channel_digest, sender)
);

CREATE TABLE IF NOT EXISTS cachebridge_entry_message (
	channel_digest bytea NOT NULL,
	sender bigint NOT NULL,
	message_sequence bigint NOT NULL,
	content bytea NOT NULL,
	PRIMARY KEY (channel_digest, sender, message_sequence)
);
