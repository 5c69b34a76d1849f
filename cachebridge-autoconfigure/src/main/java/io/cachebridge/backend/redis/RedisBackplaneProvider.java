package io.cachebridge.backend.redis;

import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.support.ChannelBackplane;
import io.cachebridge.spi.support.StoreCalls;

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
		return publishSubscribe(this.commands, channel);
	}

	static ChannelBackplane publishSubscribe(RedisCommands commands, String channel) {
		return new ChannelBackplane(new PublishSubscribeChannel(commands, channel),
				new StoreCalls(RedisBackend.NAME, RedisFailures::translate));
	}

}
