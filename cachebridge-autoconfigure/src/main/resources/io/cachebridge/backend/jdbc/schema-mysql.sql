CREATE TABLE IF NOT EXISTS cachebridge_entry (
	entry_key VARBINARY(1024) NOT NULL PRIMARY KEY,
	version_incarnation BIGINT NOT NULL,
	version_sequence BIGINT NOT NULL,
	expires_at BIGINT,
	content LONGBLOB,
	counter_value BIGINT,
	KEY cachebridge_entry_expires_at (expires_at)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS cachebridge_entry_sender (
	channel_digest BINARY(32) NOT NULL,
	sender BIGINT NOT NULL,
	last_sequence BIGINT NOT NULL,
	updated_at BIGINT NOT NULL,
	PRIMARY KEY (channel_digest, sender)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS cachebridge_entry_message (
	channel_digest BINARY(32) NOT NULL,
	sender BIGINT NOT NULL,
	message_sequence BIGINT NOT NULL,
	content MEDIUMBLOB NOT NULL,
	PRIMARY KEY (channel_digest, sender, message_sequence)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;
