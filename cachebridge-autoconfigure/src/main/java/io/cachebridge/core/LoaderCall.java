package io.cachebridge.core;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what the caller's own loader has thrown, to tell it from a failure of the
 * store.
 *
 * @param <T> the type of the value
 */
final class LoaderCall<T> implements Callable<T> {

	private final Callable<T> loader;

	private @Nullable Exception thrown;

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

	boolean hasThrown(Exception failure) {
		return this.thrown == failure;
	}

}
