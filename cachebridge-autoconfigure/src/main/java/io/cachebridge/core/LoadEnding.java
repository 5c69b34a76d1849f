package io.cachebridge.core;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * What becomes of a load. Exactly one of {@link #loaded}, {@link #failed} and
 * {@link #rejected} is called, once, on the thread of the load or on one that has no
 * caller.
 */
interface LoadEnding {

	/**
	 * The load has brought a value.
	 * @param value the value
	 * @param nanos how long that took
	 * @return what those who wait are given
	 */
	@Nullable Object loaded(@Nullable Object value, long nanos);

	/**
	 * The load has failed, or has taken too long.
	 * @param failure why
	 * @param nanos how long that took
	 * @return what those who wait are given, {@code null} for the failure
	 */
	@Nullable ValueWrapper failed(Throwable failure, long nanos);

	/**
	 * There is no room for the load, which has not begun.
	 * @return what the caller is given, {@code null} to call its own loader, of whose
	 * result it is not told
	 */
	default @Nullable ValueWrapper rejected() {
		return null;
	}

	/**
	 * Looks for what a caller is given who does not wait any longer, while the load goes
	 * on. May be called at any time.
	 * @return the value, {@code null} to go on waiting
	 */
	default @Nullable ValueWrapper meanwhile() {
		return null;
	}

}
