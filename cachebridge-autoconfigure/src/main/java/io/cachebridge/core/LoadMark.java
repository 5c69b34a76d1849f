package io.cachebridge.core;

import java.util.concurrent.Callable;

/**
 * Marks the thread that runs a load. A load that needs another value must not wait for
 * somebody else's load, which may be waiting for this one.
 */
final class LoadMark {

	private static final ThreadLocal<Boolean> LOADING = new ThreadLocal<>();

	private LoadMark() {
	}

	static boolean isLoading() {
		return LOADING.get() != null;
	}

	static <T> T during(Callable<T> load) throws Exception {
		Boolean outer = LOADING.get();
		LOADING.set(Boolean.TRUE);
		try {
			return load.call();
		}
		finally {
			if (outer == null) {
				LOADING.remove();
			}
		}
	}

}
