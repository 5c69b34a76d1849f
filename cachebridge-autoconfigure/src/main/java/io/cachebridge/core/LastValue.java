package io.cachebridge.core;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/**
 * A value that is kept beyond its time-to-live.
 *
 * @param value the value
 * @param origin where it came from
 * @param validators what its source can be asked with whether it has changed
 */
record LastValue(@Nullable Object value, Origin origin, Validators validators) implements Cache.ValueWrapper {

	@Override
	public @Nullable Object get() {
		return this.value;
	}

}
