package io.cachebridge.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache.ValueWrapper;

import io.cachebridge.test.ManyKeys.WithConstantText;
import io.cachebridge.test.ManyKeys.WithoutText;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys are any objects. Equal ones find each other, others never.
 */
interface SpringCacheKeys extends SpringCacheUnderTest {

	@Test
	default void keepsKeysOfManyTypesApart() {
		assertKeptApart(ManyKeys.ofManyTypes());
	}

	@Test
	default void findsValuesUnderEqualKeys() {
		List<Object> keys = ManyKeys.ofManyTypes();
		keys.forEach((key) -> cache().put(key, "value of " + keys.indexOf(key)));
		List<Object> equal = ManyKeys.ofManyTypes();
		for (int i = 0; i < equal.size(); i++) {
			assertHolds(equal.get(i), "value of " + i);
		}
	}

	@Test
	default void evictsExactlyTheKeyOfItsType() {
		List<Object> keys = ManyKeys.ofManyTypes();
		keys.forEach((key) -> cache().put(key, "value of " + keys.indexOf(key)));
		for (int i = 0; i < keys.size(); i += 2) {
			assertThat(cache().evictIfPresent(keys.get(i))).isTrue();
		}
		for (int i = 0; i < keys.size(); i++) {
			if (i % 2 == 0) {
				assertMisses(keys.get(i));
			}
			else {
				assertHolds(keys.get(i), "value of " + i);
			}
		}
	}

	@Test
	default void keepsTextsApart() {
		assertKeptApart(new ArrayList<>(ManyKeys.ofManyTexts()));
	}

	@Test
	default void loadsUnderEveryKey() {
		List<Object> keys = new ArrayList<>(ManyKeys.ofManyTypes());
		keys.addAll(ManyKeys.ofManyTexts());
		Map<Object, String> loaded = new HashMap<>();
		for (Object key : keys) {
			loaded.computeIfAbsent(key, (unused) -> "value of " + loaded.size());
			assertThat(cache().get(key, () -> loaded.get(key))).isEqualTo(loaded.get(key));
		}
		loaded.forEach(this::assertHolds);
	}

	@Test
	default void keepsKeysWithoutTextApart() {
		List<Object> keys = List.of(new Object(), new Object(), new WithoutText("a"), new WithoutText("b"),
				new int[] { 1 }, new String[] { "1" }, new Object[] { 1 }, List.of(new Object()),
				List.of(new Object()));
		assertNotMixedUp(keys);
		assertThat(value(new Object())).isNull();
		assertThat(value(new WithoutText("c"))).isNull();
	}

	@Test
	default void findsValueUnderEqualKeyWithoutText() {
		WithoutText key = new WithoutText("a");
		cache().put(key, "value");
		assertThat(value(key)).isEqualTo(holdsKeysWithoutText() ? "value" : null);
		assertThat(value(new WithoutText("a"))).isEqualTo(holdsKeysWithoutText() ? "value" : null);
		cache().evict(new WithoutText("a"));
		assertThat(value(key)).isNull();
	}

	@Test
	default void keepsUnequalKeysOfTheSameTextApart() {
		assertNotMixedUp(List.of(new WithConstantText(), new WithConstantText(), "constant"));
		assertThat(value(new WithConstantText())).isNull();
	}

	@Test
	default void loadsUnderKeysWithoutText() {
		Object first = new Object();
		Object second = new Object();
		assertThat(cache().get(first, () -> "first")).isEqualTo("first");
		assertThat(cache().get(second, () -> "second")).isEqualTo("second");
		assertThat(value(first)).isEqualTo(holdsKeysWithoutText() ? "first" : null);
	}

	private void assertKeptApart(List<Object> keys) {
		assertThat(keys).doesNotHaveDuplicates();
		for (int i = 0; i < keys.size(); i++) {
			assertMisses(keys.get(i));
			cache().put(keys.get(i), "value of " + i);
		}
		for (int i = 0; i < keys.size(); i++) {
			assertHolds(keys.get(i), "value of " + i);
		}
	}

	private void assertNotMixedUp(List<Object> keys) {
		for (int i = 0; i < keys.size(); i++) {
			assertThat(value(keys.get(i))).isNull();
			cache().put(keys.get(i), "value of " + i);
		}
		for (int i = 0; i < keys.size(); i++) {
			boolean findable = holdsKeysWithoutText() || keys.get(i) instanceof String;
			assertThat(value(keys.get(i))).isEqualTo(findable ? "value of " + i : null);
		}
	}

	private @Nullable Object value(Object key) {
		ValueWrapper held = cache().get(key);
		return (held != null) ? held.get() : null;
	}

}
