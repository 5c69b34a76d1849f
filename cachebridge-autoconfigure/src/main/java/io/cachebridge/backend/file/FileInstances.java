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

	Path directory(String name) {
		String directory = get(name).directory();
		if (directory == null || directory.isBlank()) {
			throw new IllegalArgumentException(
					"'%s.directory' must be set but was %s: name a directory whose parent exists and that holds nothing else"
						.formatted(this.settings.path(name), (directory != null) ? "empty" : "not"));
		}
		try {
			return Path.of(directory).toAbsolutePath().normalize();
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException(
					"'%s.directory' must be a path but was %s".formatted(this.settings.path(name), directory), ex);
		}
	}

}
