package io.cachebridge.backend.dynamodb;

import java.time.Clock;
import java.util.Set;

import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.support.ChannelBackplane;

/**
 * Creates backplanes over each table that is configured.
 */
final class DynamoDbBackplaneProvider implements BackplaneProvider {

	private final DynamoDbInstances instances;

	DynamoDbBackplaneProvider(DynamoDbInstances instances) {
		this.instances = instances;
	}

	@Override
	public String type() {
		return DynamoDbInstances.TYPE;
	}

	@Override
	public Set<String> names() {
		return this.instances.names();
	}

	@Override
	public Backplane create(String name, String channel) {
		DynamoDbTable table = this.instances.open(name, this.instances.settings(name));
		return new ChannelBackplane(new MessageLogChannel(table, channel, Clock.systemUTC()), table.calls());
	}

}
