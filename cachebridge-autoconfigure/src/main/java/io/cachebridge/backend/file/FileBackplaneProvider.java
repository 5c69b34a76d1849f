package io.cachebridge.backend.file;

import java.time.Clock;
import java.util.Set;

import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.support.ChannelBackplane;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Creates backplanes in the directories of the stores.
 */
final class FileBackplaneProvider implements BackplaneProvider {

	private final FileInstances instances;

	FileBackplaneProvider(FileInstances instances) {
		this.instances = instances;
	}

	@Override
	public String type() {
		return FileBackendProvider.TYPE;
	}

	@Override
	public Set<String> names() {
		return this.instances.names();
	}

	@Override
	public Backplane create(String name, String channel) {
		// Nobody hears a message after a loss of power
		StoreDirectory directory = new StoreDirectory(this.instances.directory(name), false);
		return new ChannelBackplane(new FileMessageChannel(new MessageFiles(directory, channel, Clock.systemUTC())),
				new StoreCalls(name, new FileFailures(directory.root())));
	}

}
