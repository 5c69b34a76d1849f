package io.cachebridge.spi.support;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.StoredRecord;

/**
 * Calls the client of a store and tells its failures in the terms of the engine.
 *
 * @param backend the name of the backend, as configured
 * @param translator knows what failures of the client mean
 */
public record StoreCalls(String backend, FailureTranslator translator) {

	/**
	 * Calls the client.
	 * @param operation the operation of the backend, for messages
	 * @param key the key it is about, {@code null} if it is about several or none
	 * @param call the call
	 * @param <T> the type of the answer
	 * @return the answer
	 * @throws CacheBackendException if the call failed; one thrown by the call itself
	 * passes as it is
	 */
	public <T extends @Nullable Object> T call(String operation, @Nullable String key, Callable<T> call) {
		try {
			return call.call();
		}
		catch (Exception ex) {
			throw failure(operation, key, ex);
		}
	}

	/**
	 * Calls the client for no answer.
	 * @param operation the operation of the backend, for messages
	 * @param key the key it is about, {@code null} if it is about several or none
	 * @param call the call
	 * @throws CacheBackendException if the call failed; one thrown by the call itself
	 * passes as it is
	 */
	public void run(String operation, @Nullable String key, Action call) {
		try {
			call.execute();
		}
		catch (Exception ex) {
			throw failure(operation, key, ex);
		}
	}

	/**
	 * Tells a failure in the terms of the engine.
	 * @param operation the operation that failed
	 * @param key the key it was about, {@code null} if it was about several or none
	 * @param failure the failure
	 * @return the exception to throw
	 */
	public CacheBackendException failure(String operation, @Nullable String key, Exception failure) {
		if (failure instanceof CacheBackendException translated) {
			return translated;
		}
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
			return new BackendUnavailableException(this.backend, operation, "interrupted while waiting", failure);
		}
		return this.translator.translate(this.backend, operation, key, failure);
	}

	/**
	 * Finds out how the store is.
	 * @param probe one cheap call
	 * @return up, or down with the reason; and how long the call took
	 */
	public BackendHealth health(Action probe) {
		long start = System.nanoTime();
		try {
			run("health", null, probe);
			return BackendHealth.up(Duration.ofNanos(System.nanoTime() - start));
		}
		catch (CacheBackendException ex) {
			return BackendHealth.down(Duration.ofNanos(System.nanoTime() - start), ex);
		}
	}

	/**
	 * Makes sure that a record is no larger than the store can hold.
	 * @param operation the operation, for the message
	 * @param key the key
	 * @param stored the record
	 * @param maximumContentBytes what the store can hold
	 * @throws BackendRejectedException if it is larger
	 */
	public void requireFits(String operation, String key, StoredRecord stored, long maximumContentBytes) {
		byte[] content = stored.content();
		if (content != null && content.length > maximumContentBytes) {
			throw new BackendRejectedException(this.backend, operation,
					"%d bytes are more than the %d that fit (key %s)".formatted(content.length, maximumContentBytes,
							KeyDigest.brief(key)),
					null);
		}
	}

	/**
	 * Makes sure that a key is no longer than the store can hold.
	 * @param operation the operation, for the message
	 * @param key the key
	 * @param maximumBytes what the store can hold, of UTF-8
	 * @throws BackendRejectedException if it is longer
	 */
	public void requireKeyFits(String operation, String key, int maximumBytes) {
		// No character has more than three bytes for each of its units
		int bytes = (key.length() > maximumBytes / 3) ? key.getBytes(StandardCharsets.UTF_8).length : 0;
		if (bytes > maximumBytes) {
			throw new BackendRejectedException(this.backend, operation,
					"a key of %d bytes is longer than the %d that fit (key %s)".formatted(bytes, maximumBytes,
							KeyDigest.brief(key)),
					null);
		}
	}

	/**
	 * A call of the client that has no answer.
	 */
	@FunctionalInterface
	public interface Action {

		void execute() throws Exception;

	}

	/**
	 * Knows what failures of a client mean.
	 */
	@FunctionalInterface
	public interface FailureTranslator {

		/**
		 * Translates a failure. The message must show no secret and no key in clear.
		 * @param backend the name of the backend
		 * @param operation the operation that failed
		 * @param key the key it was about, {@code null} if it was about several or none
		 * @param failure what the client threw
		 * @return the failure as the engine knows it
		 */
		CacheBackendException translate(String backend, String operation, @Nullable String key, Exception failure);

	}

}
