package io.cachebridge.test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Several keys at once give what each would give alone.
 */
interface BatchContract extends BackendUnderTest {

	/** More than any store takes in one request. */
	int MANY = 1_500;

	@Test
	default void readsSeveralRecordsAndLeavesOutAbsentOnes() {
		StoredRecord first = write(key("1"), stored("first"));
		StoredRecord third = write(key("3"), stored(new byte[0], null));
		assertThat(backend().getAll(List.of(key("1"), key("2"), key("3"))))
			.isEqualTo(Map.of(key("1"), first, key("3"), third));
		assertThat(backend().getAll(new LinkedHashSet<>(List.of(key("3"))))).isEqualTo(Map.of(key("3"), third));
	}

	@Test
	default void readsNothingForNoKeys() {
		assertThat(backend().getAll(List.of())).isEmpty();
		assertThat(backend().headers(List.of())).isEmpty();
		assertThat(backend().getAll(List.of(key("absent"), key("gone")))).isEmpty();
		assertThat(backend().headers(List.of(key("absent")))).isEmpty();
	}

	@Test
	default void readsHeadersAsTheyAreInTheRecords() {
		StoredRecord first = write(key("1"), stored("first", Instant.now().plusSeconds(60)));
		StoredRecord second = write(key("2"), stored("second", null));
		StoredRecord third = write(key("3"), reservation());
		StoredRecord fourth = write(key("4"), stored(new byte[0], null));
		assertThat(backend().headers(List.of(key("1"), key("2"), key("3"), key("4"), key("5"))))
			.isEqualTo(Map.of(key("1"), first.header(), key("2"), second.header(), key("3"), third.header(), key("4"),
					fourth.header()));
	}

	@Test
	default void writesSeveralRecords() {
		write(key("1"), stored("before"));
		Map<String, StoredRecord> records = new LinkedHashMap<>();
		records.put(key("1"), stored("first"));
		records.put(key("2"), reservation());
		records.put(key("3"), stored("third", Instant.now().plusSeconds(60)).withToken(new Object()));
		backend().putAll(records);
		waitUntilVisible();
		assertThat(backend().getAll(records.keySet())).isEqualTo(records);
		records.forEach((key, stored) -> assertThat(backend().get(key)).isEqualTo(stored));
	}

	@Test
	default void writesNoRecords() {
		assertThatCode(() -> backend().putAll(Map.of())).doesNotThrowAnyException();
	}

	@Test
	default void writesAndReadsMoreThanAStoreTakesAtOnce() {
		Map<String, StoredRecord> written = new LinkedHashMap<>();
		for (int i = 0; i < MANY; i++) {
			written.put(key("many" + i), stored("content " + i));
		}
		backend().putAll(written);
		waitUntilVisible();
		Map<String, RecordHeader> headers = new LinkedHashMap<>();
		written.forEach((key, stored) -> headers.put(key, stored.header()));
		List<String> keys = new ArrayList<>(written.keySet());
		keys.add(700, key("absent"));
		assertThat(backend().getAll(keys)).isEqualTo(written);
		assertThat(backend().headers(keys)).isEqualTo(headers);
	}

}
