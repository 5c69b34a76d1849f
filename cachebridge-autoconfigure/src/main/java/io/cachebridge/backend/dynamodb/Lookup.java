package io.cachebridge.backend.dynamodb;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Looks for something that may take long, in the background and once for all who need it,
 * so that nobody waits longer than it likes. What was found is looked for again while it
 * is used, and a failure is remembered for a moment.
 *
 * @param <T> the type of what is found
 */
final class Lookup<T> {

	private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

	/** What nobody has needed for longer is not used unseen. */
	private static final long USABLE = TimeUnit.MINUTES.toNanos(1);

	private final String name;

	private final Supplier<T> source;

	private final Predicate<T> validity;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Found<T> found;

	private @Nullable CompletableFuture<T> current;

	private long endedAt;

	/**
	 * Looks for nothing yet.
	 * @param name what the thread is called
	 * @param source where to look
	 * @param validity tells whether what was found can still be used
	 */
	Lookup(String name, Supplier<T> source, Predicate<T> validity) {
		this.name = name;
		this.source = source;
		this.validity = validity;
	}

	/**
	 * Returns what was found.
	 * @param timeout how long to wait
	 * @return the latest
	 * @throws SdkClientException if it was not found in time
	 * @throws InterruptedException if the thread is interrupted
	 */
	T get(Duration timeout) throws InterruptedException {
		Found<T> latest = this.found;
		long age = (latest != null) ? System.nanoTime() - latest.nanoTime() : Long.MAX_VALUE;
		if (latest != null && age < FRESH) {
			return latest.value();
		}
		CompletableFuture<T> search = search();
		if (latest != null && age < USABLE && this.validity.test(latest.value())) {
			return latest.value();
		}
		try {
			return search.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw SdkClientException.create("region or credentials were not found within " + timeout);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
	}

	/**
	 * Returns what was found last, without a wait.
	 * @return the latest
	 * @throws IllegalStateException if nothing was found yet
	 */
	T latest() {
		Found<T> latest = this.found;
		if (latest == null) {
			throw new IllegalStateException("nothing found yet");
		}
		return latest.value();
	}

	private CompletableFuture<T> search() {
		this.lock.lock();
		try {
			CompletableFuture<T> search = this.current;
			boolean over = search == null || (search.isDone() && System.nanoTime() - this.endedAt > FRESH);
			if (search == null || over) {
				search = new CompletableFuture<>();
				this.current = search;
				start(search);
			}
			return search;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void start(CompletableFuture<T> search) {
		Thread thread = new Thread(() -> {
			try {
				T value = this.source.get();
				end();
				this.found = new Found<>(value, System.nanoTime());
				search.complete(value);
			}
			catch (Throwable ex) {
				end();
				search.completeExceptionally(ex);
			}
		}, this.name);
		thread.setDaemon(true);
		thread.start();
	}

	private void end() {
		this.lock.lock();
		try {
			this.endedAt = System.nanoTime();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Something that was found.
	 *
	 * @param value what
	 * @param nanoTime when
	 */
	private record Found<T>(T value, long nanoTime) {

	}

}
