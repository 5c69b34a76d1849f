package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Lets one thread of one process at a time change an entry. A lock is shared by all keys
 * whose digests begin alike; whoever ends, however, lets go of it.
 */
final class KeyLocks implements AutoCloseable {

	private static final String DIRECTORY = ".locks";

	private static final int STRIPES = 64;

	private final StripeLock[] stripes = new StripeLock[STRIPES];

	private final Duration timeout;

	KeyLocks(StoreDirectory directory, Duration timeout) {
		this.timeout = timeout;
		for (int i = 0; i < STRIPES; i++) {
			Path file = directory.root().resolve(DIRECTORY).resolve("%02x".formatted(i));
			this.stripes[i] = new StripeLock(directory, file);
		}
	}

	/**
	 * Does something while nobody else changes an entry.
	 * @param file the file of the entry
	 * @param action what to do
	 * @param <T> the type of the result
	 * @return the result
	 * @throws BusyException if others held the lock too long
	 * @throws Exception what the action threw
	 */
	<T> T whileLocked(Path file, Callable<T> action) throws Exception {
		int stripe = Integer.parseInt(file.getFileName().toString().substring(0, 2), 16) % STRIPES;
		return this.stripes[stripe].whileHeld(this.timeout, action);
	}

	@Override
	public void close() throws IOException {
		long end = System.nanoTime() + this.timeout.toNanos();
		for (StripeLock stripe : this.stripes) {
			stripe.closeBefore(end);
		}
	}

}
