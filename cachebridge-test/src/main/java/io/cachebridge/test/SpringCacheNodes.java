package io.cachebridge.test;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one node changes, the others soon see.
 */
interface SpringCacheNodes extends SpringCacheUnderTest {

	@Test
	default void showsValuesToOtherNode() throws Exception {
		Cache other = otherNode();
		cache().put("key", "value");
		assertHoldsSoon(other, "key", "value");
		cache().put("null", null);
		assertHoldsSoon(other, "null", null);
		cache().put(new SimpleKey("a", 1L), "value");
		assertHoldsSoon(other, new SimpleKey("a", 1L), "value");
	}

	@Test
	default void showsReplacedValueToOtherNode() throws Exception {
		Cache other = otherNode();
		for (int i = 0; i < 20; i++) {
			(((i & 1) == 0) ? cache() : other).put("key", i);
			assertHoldsSoon(cache(), "key", i);
			assertHoldsSoon(other, "key", i);
		}
	}

	@Test
	default void evictsOnOtherNode() throws Exception {
		Cache other = otherNode();
		cache().put("key", "value");
		assertHoldsSoon(other, "key", "value");
		cache().evict("key");
		assertMissesSoon(other, "key");
		other.put("key", "again");
		assertHoldsSoon(cache(), "key", "again");
		assertThat(other.evictIfPresent("key")).isTrue();
		assertMissesSoon(cache(), "key");
	}

	@Test
	default void clearsOnOtherNode() throws Exception {
		Cache other = otherNode();
		cache().put("key", "value");
		other.put("other", "value");
		assertHoldsSoon(other, "key", "value");
		assertHoldsSoon(cache(), "other", "value");
		other.clear();
		assertMissesSoon(cache(), "key");
		assertMissesSoon(cache(), "other");
	}

	@Test
	default void loadsNothingThatOtherNodeHasLoaded() throws Exception {
		Cache other = otherNode();
		assertThat(cache().get("key", () -> "loaded")).isEqualTo("loaded");
		assertHoldsSoon(other, "key", "loaded");
		assertThat(other.get("key", () -> "loaded again")).isEqualTo("loaded");
	}

	@Test
	default void putsIfAbsentOnAnyNode() throws Exception {
		Cache other = otherNode();
		assertThat(cache().putIfAbsent("key", "first")).isNull();
		assertThat(other.putIfAbsent("key", "second")).isNotNull()
			.extracting(Cache.ValueWrapper::get)
			.isEqualTo("first");
	}

	private void assertHoldsSoon(Cache cache, Object key, @Nullable Object value) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.atMost(patience())
			.untilAsserted(
					() -> assertThat(cache.get(key)).isNotNull().extracting(Cache.ValueWrapper::get).isEqualTo(value));
	}

	private void assertMissesSoon(Cache cache, Object key) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.atMost(patience())
			.untilAsserted(() -> assertThat(cache.get(key)).isNull());
	}

}
