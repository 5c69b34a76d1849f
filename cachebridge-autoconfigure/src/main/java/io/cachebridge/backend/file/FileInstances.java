package io.cachebridge.backend.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

import io.cachebridge.spi.support.NamedInstances;

/**
 * The configured directories by name.
 *
 * @param settings the settings by name
 */
record FileInstances(NamedInstances<CacheBridgeFileProperties> settings) {

	Set<String> names() {
		return this.settings.names();
	}

	CacheBridgeFileProperties get(String name) {
		return this.settings.get(name);
	}

	StoreDirectory directory(String name) {
		CacheBridgeFileProperties properties = get(name);
		String directory = properties.directory();
		if (directory == null || directory.isBlank()) {
			throw new IllegalArgumentException(
					"'%s.directory' must be set but was %s: name a directory whose parent exists and that holds nothing else"
						.formatted(this.settings.path(name), (directory != null) ? "empty" : "not"));
		}
		try {
			return new StoreDirectory(Path.of(directory).toAbsolutePath().normalize(), properties.sync());
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException(
					"'%s.directory' must be a path but was %s".formatted(this.settings.path(name), directory), ex);
		}
	}

}
