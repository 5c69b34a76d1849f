package io.cachebridge.core;

import org.jspecify.annotations.Nullable;

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

	static <T, E extends Throwable> @Nullable T during(InvocationScope.Step<T, E> load) throws E {
		Boolean outer = LOADING.get();
		LOADING.set(Boolean.TRUE);
		try {
			return load.run();
		}
		finally {
			if (outer == null) {
				LOADING.remove();
			}
		}
	}

}
