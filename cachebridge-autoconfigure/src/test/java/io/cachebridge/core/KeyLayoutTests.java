package io.cachebridge.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.spi.Limits;

import static org.assertj.core.api.Assertions.assertThat;

class KeyLayoutTests {

	@Test
	void placesRecordsAndEpochUnderPrefixAndCache() {
		KeyLayout layout = new KeyLayout("app", "books", Limits.NONE);
		assertThat(layout.record(EntryKey.of("a:b"))).isEqualTo("app:books:a:b").startsWith(layout.records());
		assertThat(layout.epoch()).isEqualTo("app:books#epoch");
	}

	@Test
	void noCacheReachesIntoAnother() {
		List<String> places = new ArrayList<>();
		for (String prefix : List.of("", "a", "a:b", "a#", "a%003ab", "%")) {
			for (String cache : List.of("", "b", "b:c", "b#epoch", "c", ":", "#epoch", "%")) {
				KeyLayout layout = new KeyLayout(prefix, cache, Limits.NONE);
				places.add(layout.epoch());
				for (String key : List.of("", "c", "b:c", "#epoch", "%", ":")) {
					places.add(layout.record(EntryKey.of(key)));
				}
			}
		}
		assertThat(places).doesNotHaveDuplicates();
	}

	@Test
	void whatIsEnumeratedBelongsToTheCache() {
		KeyLayout layout = new KeyLayout("a", "b", Limits.NONE);
		for (String cache : List.of("b:c", "bc", "b#epoch", "b%")) {
			KeyLayout other = new KeyLayout("a", cache, Limits.NONE);
			assertThat(other.record(EntryKey.of("k"))).doesNotStartWith(layout.records());
			assertThat(other.epoch()).doesNotStartWith(layout.records());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 128, 250, 1024 })
	void longKeysAreDigestedAndToldApart(int limit) {
		KeyLayout layout = new KeyLayout("cachebridge", "library-books", new Limits(limit, 1000));
		List<String> places = new ArrayList<>();
		for (String character : List.of("x", "\u00fc", "\u4e2d", "\uD83D\uDE00", "\uD83D", "\u0000", "%", "~")) {
			for (int length : List.of(1, 20, 30, 60, 100, 200, 300, 1000, 10_240)) {
				places.add(layout.record(EntryKey.of(character.repeat(length))));
				places.add(layout.record(EntryKey.of(character.repeat(length - 1) + "y")));
			}
		}
		places.remove(layout.record(EntryKey.of("y")));
		assertThat(places.stream().distinct()).hasSizeGreaterThan(130);
		assertThat(places).allMatch((place) -> place.getBytes(StandardCharsets.UTF_8).length <= limit);
		assertThat(places).allMatch((place) -> place.startsWith(layout.records()));
		assertThat(places).allMatch((place) -> isSoundText(place));
	}

	private static boolean isSoundText(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
	}

	@Test
	void tellsWhichKeysAreDigested() {
		KeyLayout layout = new KeyLayout("a", "b", new Limits(128, 1000));
		assertThat(layout.isDigested(EntryKey.of("x".repeat(124)))).isFalse();
		assertThat(layout.isDigested(EntryKey.of("x".repeat(125)))).isTrue();
		assertThat(layout.record(EntryKey.of("x".repeat(124)))).hasSize(128);
	}

	@Test
	void aDigestLooksLikeNoKey() {
		KeyLayout layout = new KeyLayout("a", "b", new Limits(128, 1000));
		String place = layout.record(EntryKey.of("x".repeat(500)));
		String name = place.substring(layout.records().length());
		assertThat(layout.record(EntryKey.of(name))).isNotEqualTo(place);
	}

}
