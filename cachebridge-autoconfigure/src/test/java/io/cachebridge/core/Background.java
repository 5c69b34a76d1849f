package io.cachebridge.core;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Threads of a test.
 */
final class Background implements AutoCloseable {

	private static final long SECONDS = 20;

	private final Set<Thread> started = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "background");
		this.started.add(thread);
		return thread;
	});

	<T extends @Nullable Object> Future<T> call(Callable<T> task) {
		return this.threads.submit(task);
	}

	Future<?> run(Runnable task) {
		return this.threads.submit(task);
	}

	<T extends @Nullable Object> CompletableFuture<T> later(Callable<T> task) {
		CompletableFuture<T> result = new CompletableFuture<>();
		this.threads.execute(() -> {
			try {
				result.complete(task.call());
			}
			catch (Exception ex) {
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

	/**
	 * Returns how many threads wait for something.
	 */
	long waiting() {
		return this.started.stream()
			.map(Thread::getState)
			.filter((state) -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
			.count();
	}

	static <T extends @Nullable Object> T result(Future<T> future) {
		try {
			return future.get(SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException | InterruptedException | TimeoutException ex) {
			throw new AssertionError("No result", ex);
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
