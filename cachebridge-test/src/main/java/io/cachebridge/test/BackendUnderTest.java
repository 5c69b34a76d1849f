package io.cachebridge.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every part of {@link CacheBackendContract} works with.
 */
interface BackendUnderTest {

	/**
	 * Returns the backend of this test.
	 * @return the backend
	 */
	CacheBackend backend();

	/**
	 * Opens one more instance on the same store.
	 * @return the backend
	 * @throws Exception if that fails
	 */
	CacheBackend anotherInstance() throws Exception;

	/**
	 * Opens an instance whose store is away.
	 * @return the backend
	 * @throws Exception if that fails
	 */
	CacheBackend unreachableInstance() throws Exception;

	void writeForeign(String key, byte[] bytes) throws Exception;

	void waitUntilVisible();

	Optional<Duration> expiredRecordsGoWithin();

	int largestTriedContent();

	/**
	 * Returns the beginning of all keys of this test, which no other test has.
	 * @return the prefix
	 */
	String prefix();

	/**
	 * Returns a version that nothing else has.
	 * @return the version
	 */
	Version version();

	default String key(String rest) {
		return prefix() + rest;
	}

	default StoredRecord stored(String content) {
		return stored(content, null);
	}

	default StoredRecord stored(String content, @Nullable Instant expiresAt) {
		return stored(content.getBytes(StandardCharsets.UTF_8), expiresAt);
	}

	default StoredRecord stored(byte[] content, @Nullable Instant expiresAt) {
		return StoredRecord.of(content, version(), expiresAt);
	}

	default StoredRecord reservation() {
		return StoredRecord.reservation(version(), Instant.now().plusSeconds(60));
	}

	/**
	 * Writes a record.
	 * @param key the key
	 * @param stored the record
	 * @return the record
	 */
	default StoredRecord write(String key, StoredRecord stored) {
		backend().put(key, stored);
		waitUntilVisible();
		return stored;
	}

	/**
	 * Writes so many records, in portions.
	 * @param prefix what their keys begin with
	 * @param count how many
	 * @return the records by key
	 */
	default Map<String, StoredRecord> writeMany(String prefix, int count) {
		Map<String, StoredRecord> all = new LinkedHashMap<>();
		Map<String, StoredRecord> portion = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			portion.put(prefix + i, stored("content " + i));
			if (portion.size() == 500 || i == count - 1) {
				backend().putAll(portion);
				all.putAll(portion);
				portion.clear();
			}
		}
		waitUntilVisible();
		return all;
	}

	default Removal remove(String key) {
		Removal removal = backend().delete(key);
		waitUntilVisible();
		return removal;
	}

	default void requires(Capability capability) {
		Assumptions.assumeTrue(backend().capabilities().contains(capability),
				() -> "%s does not declare %s".formatted(backend().getClass().getSimpleName(), capability));
	}

	default void waitUntilAfter(Instant instant) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(Duration.ofMinutes(1))
			.until(() -> Instant.now().isAfter(instant));
	}

	/**
	 * Holds that a deletion does not deny that a record with content was there.
	 * @param removal what it returned
	 */
	default void assertFound(Removal removal) {
		assertThat(removal).as("deletion of a record with content").isIn(Removal.PRESENT, Removal.UNKNOWN);
	}

	/**
	 * Holds that a deletion does not claim that a record with content was there.
	 * @param removal what it returned
	 */
	default void assertNotFound(Removal removal) {
		assertThat(removal).as("deletion of nothing, or of a reservation").isIn(Removal.ABSENT, Removal.UNKNOWN);
	}

}
