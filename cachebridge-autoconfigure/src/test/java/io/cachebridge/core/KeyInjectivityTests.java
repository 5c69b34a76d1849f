package io.cachebridge.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Draws many small keys from a narrow alphabet, so that collisions would show.
 */
class KeyInjectivityTests {

	private static final int KEYS = 30_000;

	private static final String[] PIECES = { "", "~", "%", ",", "(", ")", "=", "[", "]", ":", "#", "a", "1", "null",
			"\u0000", "\uD83D", "\uDE00", "0025", "list", "Integer" };

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void twoKeysShareANameOnlyIfTheyAreEqual(long seed) {
		Random random = new Random(seed);
		Map<String, Object> keys = new HashMap<>();
		Map<Object, String> names = new HashMap<>();
		for (int i = 0; i < KEYS; i++) {
			EntryKey key = EntryKey.of(key(random, 3));
			Object sameName = keys.putIfAbsent(key.name(), key.key());
			assertThat(sameName == null || sameName.equals(key.key()))
				.as("'%s' names both %s and %s", key.name(), sameName, key.key())
				.isTrue();
			String sameKey = names.putIfAbsent(key.key(), key.name());
			assertThat(sameKey == null || sameKey.equals(key.name()))
				.as("%s is named both '%s' and '%s'", key.key(), sameKey, key.name())
				.isTrue();
		}
	}

	private static Object key(Random random, int depth) {
		return switch (random.nextInt((depth > 0) ? 11 : 4)) {
			case 0, 1 -> text(random);
			case 2 -> random.nextInt(3);
			case 3 -> (long) random.nextInt(3);
			case 4 -> new SimpleKey(parts(random, depth).toArray());
			case 5 -> parts(random, depth);
			case 6 -> new HashSet<>(parts(random, depth));
			case 7 -> map(random, depth);
			case 8 -> Optional.ofNullable(part(random, depth));
			case 9 -> new Node(part(random, depth), part(random, depth));
			default -> new SimpleKey((Object) parts(random, depth).toArray());
		};
	}

	private static String text(Random random) {
		return PIECES[random.nextInt(PIECES.length)] + PIECES[random.nextInt(PIECES.length)];
	}

	private static @Nullable Object part(Random random, int depth) {
		return (random.nextInt(8) == 0) ? null : key(random, depth - 1);
	}

	private static List<@Nullable Object> parts(Random random, int depth) {
		List<@Nullable Object> parts = new ArrayList<>();
		for (int i = random.nextInt(4); i > 0; i--) {
			parts.add(part(random, depth));
		}
		return parts;
	}

	private static Map<@Nullable Object, @Nullable Object> map(Random random, int depth) {
		Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
		for (int i = random.nextInt(3); i > 0; i--) {
			map.put(part(random, depth), part(random, depth));
		}
		return map;
	}

	private record Node(@Nullable Object left, @Nullable Object right) {

	}

}
