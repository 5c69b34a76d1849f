package io.cachebridge.backend.redis;

import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;

/**
 * Creates backplanes over the application's Redis.
 */
final class RedisBackplaneProvider implements BackplaneProvider {

	private final RedisCommands commands;

	RedisBackplaneProvider(RedisCommands commands) {
		this.commands = commands;
	}

	@Override
	public String type() {
		return RedisBackend.NAME;
	}

	@Override
	public Backplane create(String name, String channel) {
		return new RedisBackplane(this.commands, channel);
	}

}
