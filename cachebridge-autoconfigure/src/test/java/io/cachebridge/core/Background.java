package io.cachebridge.core;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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

	private final ExecutorService threads = Executors.newCachedThreadPool();

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
