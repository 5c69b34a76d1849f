package io.cachebridge.test;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys are compared exactly. Whatever their text, two of them never share a record, and
 * none leaves its place.
 */
interface KeyContract extends BackendUnderTest {

	@Test
	default void keepsHostileKeysApart() {
		Map<String, StoredRecord> written = new LinkedHashMap<>();
		HostileKeys.RESTS.forEach((rest) -> written.put(key(rest), write(key(rest), stored("content of " + rest))));
		written.forEach((key, stored) -> assertThat(backend().get(key)).as(key).isEqualTo(stored));
	}

	@Test
	default void keepsHostileKeysApartInBatches() {
		Map<String, StoredRecord> written = new LinkedHashMap<>();
		HostileKeys.RESTS.forEach((rest) -> written.put(key(rest), stored("content of " + rest)));
		backend().putAll(written);
		waitUntilVisible();
		Map<String, RecordHeader> headers = new LinkedHashMap<>();
		written.forEach((key, stored) -> headers.put(key, stored.header()));
		assertThat(backend().getAll(written.keySet())).isEqualTo(written);
		assertThat(backend().headers(written.keySet())).isEqualTo(headers);
	}

	@Test
	default void keepsHostileWholeKeysApart() {
		Instant expiry = Instant.now().plusSeconds(120);
		Map<String, StoredRecord> written = new LinkedHashMap<>();
		try {
			HostileKeys.WHOLE.forEach((key) -> written.put(key, write(key, stored("content of " + key, expiry))));
			written.forEach((key, stored) -> assertThat(backend().get(key)).as(key).isEqualTo(stored));
			assertThat(backend().getAll(written.keySet())).isEqualTo(written);
		}
		finally {
			HostileKeys.WHOLE.forEach(backend()::delete);
		}
	}

	@Test
	default void keepsTextBeforeThePrefixApart() {
		List<String> keys = Stream.of("../", "/", "./", "a/../", "//", ".", " ", "%2e%2e%2f", "\\", "")
			.map((start) -> start + prefix())
			.toList();
		Map<String, StoredRecord> written = new LinkedHashMap<>();
		keys.forEach((key) -> written.put(key, write(key, stored("content of " + key))));
		written.forEach((key, stored) -> assertThat(backend().get(key)).as(key).isEqualTo(stored));
	}

	@Test
	default void deletesHostileKeysOneByOne() {
		Map<String, StoredRecord> left = new LinkedHashMap<>();
		HostileKeys.RESTS.forEach((rest) -> left.put(key(rest), stored("content of " + rest)));
		backend().putAll(left);
		waitUntilVisible();
		for (String rest : HostileKeys.RESTS) {
			assertFound(remove(key(rest)));
			left.remove(key(rest));
			assertThat(backend().get(key(rest))).as(rest).isNull();
		}
		assertThat(left).isEmpty();
	}

	@Test
	default void deletesNoOtherKeyThanTheHostileOne() {
		Map<String, StoredRecord> left = new LinkedHashMap<>();
		HostileKeys.RESTS.forEach((rest) -> left.put(key(rest), stored("content of " + rest)));
		backend().putAll(left);
		waitUntilVisible();
		for (int i = 0; i < HostileKeys.RESTS.size(); i += 2) {
			remove(key(HostileKeys.RESTS.get(i)));
			left.remove(key(HostileKeys.RESTS.get(i)));
		}
		assertThat(backend().getAll(HostileKeys.RESTS.stream().map(this::key).toList())).isEqualTo(left);
	}

	@Test
	default void comparesAndSetsHostileKeysApart() {
		requires(Capability.CONDITIONAL_PUT);
		for (String rest : HostileKeys.RESTS) {
			StoredRecord first = stored("first of " + rest);
			assertThat(backend().putIf(key(rest), null, first)).as(rest).isEqualTo(PutOutcome.applied(first));
			StoredRecord second = stored("second of " + rest);
			assertThat(backend().putIf(key(rest), first, second)).as(rest).isEqualTo(PutOutcome.applied(second));
		}
	}

	@Test
	default void listsHostileKeysAsTheyAre() {
		requires(Capability.ENUMERATION);
		Map<String, StoredRecord> written = new LinkedHashMap<>();
		HostileKeys.RESTS.forEach((rest) -> written.put(key(rest), stored("content of " + rest)));
		backend().putAll(written);
		waitUntilVisible();
		try (Stream<String> keys = backend().keys(prefix())) {
			assertThat(keys.collect(Collectors.toSet())).isEqualTo(written.keySet());
		}
	}

	@Test
	default void takesHostilePrefixesLiterally() {
		requires(Capability.ENUMERATION);
		Map<String, StoredRecord> written = new LinkedHashMap<>();
		HostileKeys.RESTS.forEach((rest) -> written.put(key(rest), stored("content of " + rest)));
		backend().putAll(written);
		waitUntilVisible();
		for (String prefix : List.of("..", "../", "%", "%2e", "'", "\\", "a", "a/", "a ", "{a}", "é", "e", "😀", "ß",
				"long")) {
			try (Stream<String> keys = backend().keys(key(prefix))) {
				assertThat(new HashSet<>(keys.toList())).as("keys with prefix %s", prefix)
					.isEqualTo(written.keySet()
						.stream()
						.filter((key) -> key.startsWith(key(prefix)))
						.collect(Collectors.toSet()));
			}
		}
	}

	@Test
	default void countsUnderHostileKeysApart() {
		requires(Capability.COUNTER);
		List<String> rests = HostileKeys.RESTS;
		for (int i = 0; i < rests.size(); i++) {
			assertThat(backend().increment(key("counter:" + rests.get(i)), i + 1, null)).as(rests.get(i))
				.isEqualTo(i + 1);
		}
		for (int i = 0; i < rests.size(); i++) {
			assertThat(backend().increment(key("counter:" + rests.get(i)), 0, null)).as(rests.get(i)).isEqualTo(i + 1);
		}
	}

}
