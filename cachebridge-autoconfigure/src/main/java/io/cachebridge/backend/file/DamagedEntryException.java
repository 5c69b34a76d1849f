package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What stands in the place of an entry is none: torn, altered, or made by somebody else.
 */
final class DamagedEntryException extends IOException {

	private static final long serialVersionUID = 1L;

	DamagedEntryException(Path file, String what) {
		super("%s is no entry: %s".formatted(file, what));
	}

}
