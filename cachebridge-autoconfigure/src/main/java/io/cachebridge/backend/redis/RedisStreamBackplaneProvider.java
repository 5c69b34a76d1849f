package io.cachebridge.backend.redis;

import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.support.ChannelBackplane;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Creates backplanes over streams of the application's Redis. The type is not that of the
 * backend, so they are used only where they are asked for.
 */
final class RedisStreamBackplaneProvider implements BackplaneProvider {

	private final RedisInstances instances;

	RedisStreamBackplaneProvider(RedisInstances instances) {
		this.instances = instances;
	}

	@Override
	public String type() {
		return StreamChannel.NAME;
	}

	@Override
	public Backplane create(String name, String channel) {
		return stream(this.instances.commands(RedisBackendProvider.TYPE), channel,
				this.instances.settings(RedisBackendProvider.TYPE).stream().maximumLength());
	}

	static ChannelBackplane stream(RedisCommands commands, String channel, int maximumLength) {
		return new ChannelBackplane(new StreamChannel(commands, channel, maximumLength),
				new StoreCalls(StreamChannel.NAME, RedisFailures::translate));
	}

}
