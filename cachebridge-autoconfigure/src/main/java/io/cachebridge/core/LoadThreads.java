package io.cachebridge.core;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.util.CustomizableThreadCreator;

/**
 * The threads of loads that callers do not wait for for ever: virtual ones where there
 * are any. Nothing waits for a thread, as a load may wait for another one: what finds
 * none is refused.
 */
final class LoadThreads implements AutoCloseable {

	private static final int VIRTUAL_THREADS_SINCE = 21;

	/** More loads at a time mean that a source hangs. */
	private static final int MOST = 1000;

	private static final long IDLE_SECONDS = 30;

	private static final String PREFIX = "cachebridge-load-";

	private final @Nullable ThreadPoolExecutor own;

	private final Executor executor;

	/**
	 * Creates the threads, none of which begins before it is needed.
	 * @param given what the application gives to run loads, {@code null} for nothing
	 */
	LoadThreads(@Nullable Executor given) {
		ThreadPoolExecutor created = (given != null) ? null : create();
		this.own = created;
		this.executor = (created != null) ? created : Objects.requireNonNull(given);
	}

	private static ThreadPoolExecutor create() {
		boolean virtual = Runtime.version().feature() >= VIRTUAL_THREADS_SINCE;
		// A virtual thread is not worth keeping
		return new ThreadPoolExecutor(0, MOST, virtual ? 0 : IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				virtual ? new VirtualThreadTaskExecutor(PREFIX).getVirtualThreadFactory() : platformThreads());
	}

	private static ThreadFactory platformThreads() {
		CustomizableThreadCreator threads = new CustomizableThreadCreator(PREFIX);
		threads.setDaemon(true);
		return threads::createThread;
	}

	/**
	 * Returns what runs loads.
	 * @return an executor that refuses what it has no room for
	 */
	Executor executor() {
		return this.executor;
	}

	/**
	 * Interrupts the loads that run, unless the application has given their threads.
	 * Later ones are refused.
	 */
	@Override
	public void close() {
		if (this.own != null) {
			this.own.shutdownNow();
		}
	}

}
