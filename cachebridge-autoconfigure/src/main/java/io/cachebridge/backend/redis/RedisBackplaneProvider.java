package io.cachebridge.backend.redis;

import java.util.Set;

import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.support.ChannelBackplane;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Creates backplanes over the application's Redis.
 */
final class RedisBackplaneProvider implements BackplaneProvider {

	private final RedisInstances instances;

	RedisBackplaneProvider(RedisInstances instances) {
		this.instances = instances;
	}

	@Override
	public String type() {
		return RedisBackendProvider.TYPE;
	}

	@Override
	public Set<String> names() {
		return this.instances.names();
	}

	@Override
	public Backplane create(String name, String channel) {
		return publishSubscribe(name, this.instances.commands(name), channel);
	}

	static ChannelBackplane publishSubscribe(String name, RedisCommands commands, String channel) {
		return new ChannelBackplane(new PublishSubscribeChannel(commands, channel),
				new StoreCalls(name, RedisFailures::translate));
	}

}
