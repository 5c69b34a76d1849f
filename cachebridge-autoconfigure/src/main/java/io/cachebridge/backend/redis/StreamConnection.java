package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads one stream, from the server that is written to. Not connected before it is used,
 * and used by one thread at a time, which may be interrupted.
 */
interface StreamConnection extends AutoCloseable {

	/**
	 * How many entries are read at once.
	 */
	int PAGE = 500;

	/**
	 * Reads what follows an entry.
	 * @param id the identity of the entry
	 * @param wait how long to wait if nothing does
	 * @return at most {@link #PAGE} entries in order
	 * @throws InterruptedException if the thread is interrupted
	 */
	List<StreamEntry> readAfter(String id, Duration wait) throws InterruptedException;

	/**
	 * Reads one entry.
	 * @param id its identity
	 * @return the entry, or {@code null} if it is not there any more
	 */
	@Nullable StreamEntry read(String id);

	@Override
	void close();

}
