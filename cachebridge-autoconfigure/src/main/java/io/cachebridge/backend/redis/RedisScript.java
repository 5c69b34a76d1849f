package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;

import org.springframework.data.redis.core.script.DigestUtils;

/**
 * A Lua script and the digest by which the server remembers it.
 *
 * @param text the script
 * @param sha1 its digest in hexadecimal digits
 */
record RedisScript(byte[] text, String sha1) {

	static RedisScript of(String text) {
		return new RedisScript(text.getBytes(StandardCharsets.UTF_8), DigestUtils.sha1DigestAsHex(text));
	}

}
