package io.cachebridge.core;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueRetrievalException;

/**
 * Remembers what the caller's own loader has thrown, to tell it from a failure of the
 * store.
 *
 * @param <T> the type of the value
 */
final class LoaderCall<T> implements Callable<T> {

	private final Callable<T> loader;

	private volatile @Nullable Exception thrown;

	LoaderCall(Callable<T> loader) {
		this.loader = loader;
	}

	@Override
	public T call() throws Exception {
		try {
			return this.loader.call();
		}
		catch (Exception ex) {
			this.thrown = ex;
			throw ex;
		}
	}

	/**
	 * Returns what the caller is thrown.
	 * @param key the key
	 * @param failure what a load with this loader has thrown
	 * @return the exception to throw
	 */
	RuntimeException failed(Object key, Exception failure) {
		if (this.thrown == failure || failure instanceof LoadTimeoutException) {
			return new ValueRetrievalException(key, this.loader, failure);
		}
		return (failure instanceof RuntimeException other) ? other : new IllegalStateException(failure);
	}

}
