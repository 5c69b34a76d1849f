package io.cachebridge.backend.consul;

import java.util.Set;

import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.support.ChannelBackplane;

/**
 * Creates backplanes over the key-value store of Consul.
 */
final class ConsulBackplaneProvider implements BackplaneProvider {

	private final ConsulInstances instances;

	ConsulBackplaneProvider(ConsulInstances instances) {
		this.instances = instances;
	}

	@Override
	public String type() {
		return ConsulInstances.TYPE;
	}

	@Override
	public Set<String> names() {
		return this.instances.names();
	}

	@Override
	public Backplane create(String name, String channel) {
		MessageKeys keys = MessageKeys.of(this.instances.settings(name).prefix(), channel);
		return new ChannelBackplane(new ConsulChannel(this.instances.open(name), keys, RetainedMessages.DEFAULTS),
				this.instances.calls(name));
	}

}
