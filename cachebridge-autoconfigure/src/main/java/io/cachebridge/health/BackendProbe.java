package io.cachebridge.health;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.CacheBackend;

/**
 * Asks a backend for a sign of life and waits for it no longer than it may. Runs at most
 * one thread: as long as a backend hangs, whoever asks again waits for the same answer.
 */
final class BackendProbe {

	private static final Log logger = LogFactory.getLog(BackendProbe.class);

	private final String name;

	private final Duration timeout;

	private final ReentrantLock starting = new ReentrantLock();

	private @Nullable FutureTask<BackendHealth> running;

	BackendProbe(String name, Duration timeout) {
		this.name = name;
		this.timeout = timeout;
	}

	/**
	 * Asks a backend.
	 * @param backend the backend
	 * @return how it is; down if it does not tell in time or throws
	 */
	BackendHealth ask(CacheBackend backend) {
		long begun = System.nanoTime();
		try {
			return running(backend).get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return down(begun, "no answer within " + this.timeout.toMillis() + "ms");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return down(begun, "interrupted");
		}
		catch (ExecutionException ex) {
			// A backend promises that what it tells holds no secret; what it throws may
			logger.debug("The health of backend '%s' cannot be told".formatted(this.name), ex.getCause());
			return down(begun, Objects.requireNonNullElse(ex.getCause(), ex).getClass().getName());
		}
	}

	private FutureTask<BackendHealth> running(CacheBackend backend) {
		this.starting.lock();
		try {
			FutureTask<BackendHealth> current = this.running;
			if (current == null || current.isDone()) {
				current = new FutureTask<>(() -> Objects.requireNonNull(backend.health(), "'health' must not be null"));
				this.running = current;
				Thread thread = new Thread(current, "cachebridge-health-" + this.name);
				thread.setDaemon(true);
				thread.start();
			}
			return current;
		}
		finally {
			this.starting.unlock();
		}
	}

	private static BackendHealth down(long begun, String error) {
		return new BackendHealth(BackendHealth.Status.DOWN, Duration.ofNanos(System.nanoTime() - begun),
				Map.of("error", error));
	}

}
