package io.cachebridge.test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Values come back as they were put.
 */
interface SpringCacheAccess extends SpringCacheUnderTest {

	@Test
	default void hasNameAndNativeCache() {
		assertThat(cache().getName()).isNotBlank();
		assertThat(cache().getNativeCache()).isNotNull().isSameAs(cache().getNativeCache());
	}

	@Test
	default void missesWhatWasNotPut() {
		cache().put("other", "value");
		assertMisses("key");
		assertThat(cache().get("key", String.class)).isNull();
		assertThat(cache().<String>get("key", (Class<String>) null)).isNull();
	}

	@Test
	default void findsWhatWasPut() {
		cache().put("key", "value");
		assertHolds("key", "value");
		assertThat(cache().get("key", String.class)).isEqualTo("value");
		assertThat(cache().get("key", CharSequence.class)).isEqualTo("value");
		assertThat(cache().<Object>get("key", (Class<Object>) null)).isEqualTo("value");
	}

	@Test
	default void replacesValue() {
		cache().put("key", "first");
		cache().put("key", 2L);
		assertHolds("key", 2L);
	}

	@Test
	default void findsNullThatWasPut() {
		cache().put("key", null);
		assertHolds("key", null);
		assertThat(cache().get("key", String.class)).isNull();
		cache().put("key", "value");
		assertHolds("key", "value");
		cache().put("key", null);
		assertHolds("key", null);
	}

	@Test
	default void failsForValueOfAnotherType() {
		cache().put("key", "value");
		assertThatIllegalStateException().isThrownBy(() -> cache().get("key", Integer.class));
		assertHolds("key", "value");
	}

	@Test
	default void givesBackValuesOfTheSameType() {
		List<Object> values = List.of("text", "", 'c', true, (byte) 1, (short) 1, 1, 1L, 1.5f, 1.5d,
				new BigDecimal("1.50"), new BigInteger("12345678901234567890"), LocalDate.of(2024, 2, 29),
				Instant.ofEpochSecond(1, 123_456_789), Duration.ofMillis(1), UUID.randomUUID(), TimeUnit.DAYS,
				new byte[] { 1, -1 });
		for (Object value : values) {
			cache().put("key", value);
			assertHolds("key", value);
			assertThat(cache().get("key", value.getClass())).as("type of %s", value.getClass()).isNotNull();
		}
	}

	@Test
	default void givesBackEqualCollections() {
		List<Object> values = List.of(List.of("a", "b"), List.of(1L, 2, "3"), List.of(), Set.of("a"), Map.of("a", 1L),
				Map.of("a", List.of(new BigDecimal("1.0"))));
		for (Object value : values) {
			cache().put("key", value);
			assertHolds("key", value);
		}
	}

	@Test
	default void putsIfAbsent() {
		assertThat(cache().putIfAbsent("key", "first")).isNull();
		assertHolds("key", "first");
	}

	@Test
	default void returnsPresentValueInsteadOfPutting() {
		cache().put("key", "first");
		assertThat(cache().putIfAbsent("key", "second")).isNotNull().extracting(ValueWrapper::get).isEqualTo("first");
		assertHolds("key", "first");
	}

	@Test
	default void takesNullForPresentWhenPuttingIfAbsent() {
		assertThat(cache().putIfAbsent("key", null)).isNull();
		assertHolds("key", null);
		assertThat(cache().putIfAbsent("key", "second")).isNotNull().extracting(ValueWrapper::get).isNull();
		assertHolds("key", null);
	}

	@Test
	default void putsOneOfManyIfAbsent() throws Exception {
		for (int round = 0; round < 10; round++) {
			String key = "key" + round;
			List<Callable<@Nullable ValueWrapper>> threads = new ArrayList<>();
			for (int thread = 0; thread < 8; thread++) {
				String value = "value of thread " + thread;
				threads.add(() -> cache().putIfAbsent(key, value));
			}
			List<@Nullable ValueWrapper> present = Race.run(threads);
			assertThat(present).filteredOn((wrapper) -> wrapper == null).hasSize(1);
			assertHolds(key, "value of thread " + present.indexOf(null));
			assertThat(present).filteredOn((wrapper) -> wrapper != null)
				.allSatisfy((wrapper) -> assertHolds(key, wrapper.get()));
		}
	}

	@Test
	@SuppressWarnings("NullAway") // what callers may get wrong
	default void refusesNullKey() {
		Cache cache = cache();
		assertThatIllegalArgumentException().isThrownBy(() -> cache.get(null));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.get(null, String.class));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.get(null, () -> "loaded"));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.put(null, "value"));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.putIfAbsent(null, "value"));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.evict(null));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.evictIfPresent(null));
	}

}
