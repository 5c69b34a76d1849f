package io.cachebridge.backend.redis;

import java.time.Clock;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;

/**
 * Creates the one backend over the application's Redis.
 */
final class RedisBackendProvider implements CacheBackendProvider {

	private final RedisCommands commands;

	RedisBackendProvider(RedisCommands commands) {
		this.commands = commands;
	}

	@Override
	public String type() {
		return RedisBackend.NAME;
	}

	@Override
	public CacheBackend create(String name, BackendLookup others) {
		return new RedisBackend(this.commands, Clock.systemUTC());
	}

}
