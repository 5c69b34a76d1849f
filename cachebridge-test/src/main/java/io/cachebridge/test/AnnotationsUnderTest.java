package io.cachebridge.test;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every part of {@link SpringCacheAnnotationContract} works with.
 */
interface AnnotationsUnderTest {

	<T> T bean(Class<T> type);

	Cache cache(String name);

	boolean cachesFutures();

	default AnnotatedService service() {
		return bean(AnnotatedService.class);
	}

	/**
	 * Holds what the primary cache has.
	 * @param key the key
	 * @param value the value, may be {@code null}
	 */
	default void assertCached(Object key, @Nullable Object value) {
		assertCached("primary", key, value);
	}

	default void assertCached(String name, Object key, @Nullable Object value) {
		assertThat(cache(name).get(key)).as("entry %s of %s", key, name)
			.isNotNull()
			.extracting(Cache.ValueWrapper::get)
			.isEqualTo(value);
	}

	default void assertNotCached(Object key) {
		assertNotCached("primary", key);
	}

	default void assertNotCached(String name, Object key) {
		assertThat(cache(name).get(key)).as("entry %s of %s", key, name).isNull();
	}

}
