package io.cachebridge.core;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a load says about how its result is to be stored.
 */
interface LoadAdvice {

	/** A load that says nothing. */
	LoadAdvice NONE = new LoadAdvice() {

		@Override
		public boolean mayHaveTags() {
			return false;
		}

		@Override
		public Set<String> knownTags() {
			return Set.of();
		}

		@Override
		public Set<String> tags() {
			return Set.of();
		}

		@Override
		public boolean isStored() {
			return true;
		}

	};

	/**
	 * The load is about to begin.
	 * @throws RuntimeException if it must not, for the caller
	 */
	default void begin() {
	}

	/**
	 * Nothing was found that may be served, and the load follows.
	 * @param kept looks for a value that is kept beyond its time-to-live
	 */
	default void missed(Supplier<@Nullable LastValue> kept) {
	}

	/**
	 * The load has ended well.
	 * @param result the result
	 * @throws RuntimeException if the caller is not to be given it
	 */
	default void loaded(@Nullable Object result) {
	}

	/**
	 * Tells before the load whether its result may have tags.
	 * @return {@code true} if it may
	 */
	boolean mayHaveTags();

	/**
	 * Returns the tags that are known before the load.
	 * @return some of {@link #tags()}
	 */
	Set<String> knownTags();

	/**
	 * Returns the tags of the result, once it is there and to be stored.
	 * @return all tags
	 * @throws RuntimeException if they cannot be told
	 */
	Set<String> tags();

	/**
	 * Tells whether {@link #loaded} looks at the result.
	 * @return {@code true} if it does
	 */
	default boolean readsResult() {
		return mayHaveTags();
	}

	/**
	 * Returns all that is said of the result, once it is there and to be stored.
	 * @return what is said
	 * @throws RuntimeException if it cannot be told
	 */
	default Terms terms() {
		return Terms.tagged(tags());
	}

	/**
	 * Tells whether the last value may take the place of a failure.
	 * @return {@code false} if the call does more than to load, which is not to be done
	 * if the load fails
	 */
	default boolean mayHideFailure() {
		return true;
	}

	/**
	 * Tells what takes the place of the {@code fail-safe} settings of the cache.
	 * @return what counts for this load, {@code null} if those of the cache do
	 */
	default @Nullable MethodFailSafe failSafe() {
		return null;
	}

	static boolean isPositive(Duration time) {
		return !time.isNegative() && !time.isZero();
	}

	/**
	 * Tells, once the result is there, whether it is to be stored.
	 * @return {@code false} if it is for its caller only
	 */
	boolean isStored();

}
