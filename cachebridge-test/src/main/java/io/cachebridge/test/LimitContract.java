package io.cachebridge.test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a backend says that it can hold, it can hold; more it refuses without harm.
 */
interface LimitContract extends BackendUnderTest {

	/** Longer keys are not tried, whatever the limit. */
	int LONGEST_TRIED_KEY = 10 * 1024;

	@Test
	default void tellsTheSameLimitsAlways() {
		assertThat(backend().limits()).isNotNull().isEqualTo(backend().limits());
	}

	@Test
	default void holdsContentUpToTheLimit() {
		long limit = backend().limits().maximumContentBytes();
		Assumptions.assumeTrue(limit <= largestTriedContent(),
				() -> "content up to %d bytes is not tried".formatted(limit));
		StoredRecord written = write(key("a"), stored(new byte[(int) limit], null));
		assertThat(backend().get(key("a"))).isEqualTo(written);
	}

	@Test
	default void refusesContentOverTheLimitAndLeavesWhatWasThere() {
		byte[] tooLarge = contentOverTheLimit();
		StoredRecord before = write(key("secret"), stored("before"));
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> backend().put(key("secret"), stored(tooLarge, null)))
			.satisfies(this::assertTellsNoKey);
		assertThat(backend().get(key("secret"))).isEqualTo(before);
	}

	@Test
	default void refusesContentOverTheLimitConditionally() {
		requires(Capability.CONDITIONAL_PUT);
		byte[] tooLarge = contentOverTheLimit();
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> backend().putIf(key("secret"), null, stored(tooLarge, null)))
			.satisfies(this::assertTellsNoKey);
		assertThat(backend().get(key("secret"))).isNull();
	}

	@Test
	default void holdsLongKeysApart() {
		for (String filler : List.of("k", "/", "%", ".", " ", "é", "鍵", "😀")) {
			String longest = keyOfLength(filler, longestKey());
			String neighbour = longest.substring(0, longest.length() - 1) + "y";
			String shorter = longest.substring(0, longest.length() - 1);
			StoredRecord first = write(longest, stored("first"));
			StoredRecord second = write(neighbour, stored("second"));
			StoredRecord third = write(shorter, stored("third"));
			assertThat(backend().get(longest)).as("key of %s", filler).isEqualTo(first);
			assertThat(backend().get(neighbour)).as("key of %s", filler).isEqualTo(second);
			assertThat(backend().get(shorter)).as("key of %s", filler).isEqualTo(third);
			assertFound(remove(longest));
			assertThat(backend().get(neighbour)).as("key of %s", filler).isEqualTo(second);
		}
	}

	@Test
	default void listsLongKeysAsTheyAre() {
		requires(Capability.ENUMERATION);
		for (String filler : List.of("k", "/", "鍵")) {
			String longest = keyOfLength(filler, longestKey());
			write(longest, stored("content"));
			try (Stream<String> keys = backend().keys(longest.substring(0, longest.length() - 1))) {
				assertThat(keys.distinct()).containsExactly(longest);
			}
		}
	}

	@Test
	default void holdsOrRefusesKeysOverTheLimit() {
		int limit = backend().limits().maximumKeyBytes();
		Assumptions.assumeTrue(limit < LONGEST_TRIED_KEY, () -> "keys over %d bytes are not tried".formatted(limit));
		String key = keyOfLength("k", limit + 1);
		StoredRecord stored = stored("content");
		try {
			write(key, stored);
		}
		catch (BackendRejectedException ex) {
			assertThat(ex).hasMessageNotContaining(prefix());
			return;
		}
		assertThat(backend().get(key)).isEqualTo(stored);
	}

	private byte[] contentOverTheLimit() {
		long limit = backend().limits().maximumContentBytes();
		Assumptions.assumeTrue(limit < largestTriedContent(),
				() -> "content over %d bytes is not tried".formatted(limit));
		return new byte[(int) limit + 1];
	}

	private int longestKey() {
		return Math.min(backend().limits().maximumKeyBytes(), LONGEST_TRIED_KEY);
	}

	/**
	 * Returns a long key.
	 * @param filler what most of it is made of
	 * @param length how many bytes of UTF-8
	 * @return the key, which ends in an x
	 */
	private String keyOfLength(String filler, int length) {
		int left = length - prefix().length() - 1;
		int fillerLength = filler.getBytes(StandardCharsets.UTF_8).length;
		return prefix() + "z".repeat(left % fillerLength) + filler.repeat(left / fillerLength) + "x";
	}

	private void assertTellsNoKey(BackendRejectedException failure) {
		assertThat(failure.isRetryable()).isFalse();
		assertThat(failure).hasMessageNotContaining(key("secret"));
	}

}
