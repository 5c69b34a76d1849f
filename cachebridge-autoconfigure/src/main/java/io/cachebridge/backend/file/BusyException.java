package io.cachebridge.backend.file;

import java.io.IOException;
import java.time.Duration;

/**
 * Others, here or in another process, did not let go of a lock in time.
 */
final class BusyException extends IOException {

	private static final long serialVersionUID = 1L;

	BusyException(Duration waited) {
		super("others have been writing for " + waited);
	}

}
