package io.cachebridge.core;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a thread is about to do with one key: to ask for its value in a way that can be
 * repeated, or to load it anew.
 *
 * @param cache the name of the cache
 * @param key the key, {@code null} for whichever this thread asks for
 * @param again asks once more, {@code null} if this loads anew
 */
record RefreshCall(String cache, @Nullable Object key, @Nullable Supplier<@Nullable Refresh> again) {

	private static final ThreadLocal<@Nullable RefreshCall> CURRENT = new ThreadLocal<>();

	/**
	 * Runs a step on behalf of a call.
	 * @param <T> the type of the result
	 * @param <E> the type of failure
	 * @param call the call, {@code null} for none
	 * @param step the step
	 * @return what the step returns
	 * @throws E what the step throws
	 */
	static <T, E extends Throwable> @Nullable T within(@Nullable RefreshCall call, InvocationScope.Step<T, E> step)
			throws E {
		RefreshCall outer = CURRENT.get();
		set(call);
		try {
			return step.run();
		}
		finally {
			set(outer);
		}
	}

	private static void set(@Nullable RefreshCall call) {
		if (call != null) {
			CURRENT.set(call);
		}
		else {
			CURRENT.remove();
		}
	}

	/**
	 * Returns what this thread does, for another one to do on its behalf.
	 * @param cache the name of the cache that is asked
	 * @return the call, {@code null} if there is none
	 */
	static @Nullable RefreshCall carried(String cache) {
		InvocationScope scope = InvocationScope.current();
		return (scope != null && !scope.isRefreshing()) ? new RefreshCall(cache, null, scope::again) : CURRENT.get();
	}

	/**
	 * Loads a value anew.
	 * @param cache the name of the cache
	 * @param key the key
	 * @param refresh asks for the value, which counts as missing
	 * @throws Throwable what the load throws
	 */
	static void refreshing(String cache, Object key, Refresh refresh) throws Throwable {
		RefreshCall.<@Nullable Void, Throwable>within(new RefreshCall(cache, key, null), () -> {
			refresh.run();
			return null;
		});
	}

	/**
	 * Tells whether nobody waits for the load that is to begin on this thread.
	 * @return {@code true} if it loads a value anew
	 */
	static boolean isRefreshing() {
		RefreshCall call = CURRENT.get();
		return call != null && call.again == null && !LoadMark.isLoading();
	}

	/**
	 * Tells whether this thread loads a value anew.
	 * @param cache the name of the cache
	 * @param key the key as the caller gave it
	 * @return {@code true} if what is there does not save the load
	 */
	static boolean isRefreshing(String cache, Object key) {
		RefreshCall call = CURRENT.get();
		return call != null && call.again == null && call.isOf(cache, EntryKey.of(key));
	}

	/**
	 * Returns how the value of a key can be loaded anew that this thread asks for.
	 * @param cache the name of the cache
	 * @param key the key
	 * @return the way, {@code null} if there is none
	 */
	static @Nullable Refresh offered(String cache, EntryKey key) {
		InvocationScope scope = InvocationScope.current();
		if (scope != null) {
			return scope.again();
		}
		RefreshCall call = CURRENT.get();
		return (call != null && call.again != null && call.isOf(cache, key)) ? call.again.get() : null;
	}

	private boolean isOf(String otherCache, EntryKey other) {
		return this.cache.equals(otherCache) && (this.key == null || EntryKey.of(this.key).name().equals(other.name()));
	}

}
