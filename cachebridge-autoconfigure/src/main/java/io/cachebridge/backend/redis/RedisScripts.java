package io.cachebridge.backend.redis;

/**
 * What must happen in one step on the server. The scripts know the layout of
 * {@link io.cachebridge.spi.support.RecordFormat}: one byte of kind (1 record, 2
 * reservation), 16 bytes of version, 8 bytes of expiry. Every script has one key and
 * answers a list.
 */
final class RedisScripts {

	/**
	 * Leaves the version held under the key in {@code version}, 16 zero bytes for
	 * whatever was not written by this library, and {@code nil} if there is nothing.
	 */
	private static final String READ_VERSION = """
			local none = string.rep('\\0', 16)
			local head = redis.pcall('GETRANGE', KEYS[1], 0, 24)
			local other = type(head) == 'table'
			if other and not string.find(head.err, 'WRONGTYPE', 1, true) then
				return head
			end
			local kind = not other and #head == 25 and string.byte(head)
			local version = none
			if kind == 1 or kind == 2 then
				version = string.sub(head, 2, 17)
			elseif head == '' and redis.call('EXISTS', KEYS[1]) == 0 then
				version = nil
			end
			""";

	/**
	 * Compares and sets. Arguments: the version expected, empty for nothing; the record
	 * to write; its life in milliseconds, empty for ever. Answers 1 if written, else 0
	 * and what is held, or 0 alone if that is nothing, or 2 if it is of another type.
	 */
	static final RedisScript PUT_IF = RedisScript.of(READ_VERSION + """
			if (version or '') ~= ARGV[1] then
				if other then
					return { 2 }
				elseif version then
					return { 0, redis.call('GET', KEYS[1]) }
				end
				return { 0 }
			end
			if ARGV[3] == '' then
				redis.call('SET', KEYS[1], ARGV[2])
			else
				redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
			end
			return { 1 }
			""");

	/**
	 * Removes. Answers 1 if something with content was there, else 0.
	 */
	static final RedisScript DELETE = RedisScript.of(READ_VERSION + """
			local removed = redis.call('UNLINK', KEYS[1])
			if kind == 2 and version ~= none then
				return { 0 }
			end
			return { removed }
			""");

	/**
	 * Counts. Arguments: what to add; the life of a counter that starts now in
	 * milliseconds, empty for ever. Answers the sum as text, because numbers of a script
	 * are exact to 53 bits only.
	 */
	static final RedisScript INCREMENT = RedisScript.of("""
			local starts = redis.call('EXISTS', KEYS[1]) == 0
			redis.call('INCRBY', KEYS[1], ARGV[1])
			if starts and ARGV[2] ~= '' then
				redis.call('PEXPIRE', KEYS[1], ARGV[2])
			end
			return { redis.call('GET', KEYS[1]) }
			""");

	private RedisScripts() {
	}

}
