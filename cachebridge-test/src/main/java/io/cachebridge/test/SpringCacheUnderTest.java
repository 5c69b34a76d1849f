package io.cachebridge.test;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every part of {@link SpringCacheContract} works with.
 */
interface SpringCacheUnderTest {

	/**
	 * Returns the cache of this test, which was empty when it began.
	 * @return the cache
	 */
	Cache cache();

	/**
	 * Opens the same cache as another node has it.
	 * @return the cache of the other node
	 * @throws Exception if that fails
	 */
	Cache otherNode() throws Exception;

	boolean retrieves();

	boolean holdsKeysWithoutText();

	Duration patience();

	/**
	 * Holds that the cache has a value.
	 * @param key the key
	 * @param value the value, may be {@code null}
	 */
	default void assertHolds(Object key, @Nullable Object value) {
		Cache.ValueWrapper held = cache().get(key);
		assertThat(held).as("entry of key %s", key).isNotNull().extracting(Cache.ValueWrapper::get).isEqualTo(value);
	}

	default void assertMisses(Object key) {
		assertThat(cache().get(key)).as("entry of key %s", key).isNull();
	}

}
