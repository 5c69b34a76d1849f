CREATE TABLE IF NOT EXISTS cachebridge_entry (
	entry_key VARBINARY(1024) NOT NULL PRIMARY KEY,
	version_incarnation BIGINT NOT NULL,
	version_sequence BIGINT NOT NULL,
	expires_at BIGINT,
	content LONGBLOB,
	counter_value BIGINT,
	KEY cachebridge_entry_expires_at (expires_at)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;
