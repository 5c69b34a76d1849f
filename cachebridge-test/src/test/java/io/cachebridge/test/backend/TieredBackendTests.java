package io.cachebridge.test.backend;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.backend.tiered.CacheBridgeTieredAutoConfiguration;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.FaultyBackend;
import io.cachebridge.test.Hold;
import io.cachebridge.test.SharedStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a pair of backends does when one of them fails, and when several nodes use it.
 */
class TieredBackendTests {

	@RegisterExtension
	static final ConfiguredBackends backends = ConfiguredBackends
		.of(CacheBridgeMemoryAutoConfiguration.class, CacheBridgeTieredAutoConfiguration.class)
		.with(() -> List.of("cachebridge.tiered.instances.pair.near=near", "cachebridge.tiered.instances.pair.far=far",
				"cachebridge.memory.instances.small.maximum-size=100"));

	private final SharedStore nearStore = new SharedStore();

	private final SharedStore farStore = new SharedStore();

	private final FaultyBackend near = new FaultyBackend(this.nearStore);

	private final FaultyBackend far = new FaultyBackend(this.farStore);

	private final CacheBackend pair = pair(this.near, this.far);

	private final AtomicLong sequence = new AtomicLong();

	private static CacheBackend pair(CacheBackend near, CacheBackend far) {
		return backends.create("pair", Map.of("near", near, "far", far)::get);
	}

	private StoredRecord stored(String content) {
		return StoredRecord.of(content.getBytes(StandardCharsets.UTF_8),
				new Version(1, this.sequence.incrementAndGet()), Instant.now().plusSeconds(600));
	}

	private StoredRecord write(CacheBackend backend, String content) {
		StoredRecord written = stored(content);
		backend.put("key", written);
		return written;
	}

	@Test
	void servesFromTheNearBackendWhatWasReadBefore() {
		StoredRecord written = write(this.pair, "content");
		assertThat(this.pair.get("key")).isEqualTo(written);
		this.far.failAll();
		assertThat(this.pair.get("key")).isEqualTo(written);
		assertThat(this.pair.getAll(List.of("key"))).containsEntry("key", written);
	}

	@Test
	void showsWritesOfOtherNodesAtOnce() {
		CacheBackend other = pair(new FaultyBackend(this.nearStore), new FaultyBackend(this.farStore));
		write(this.pair, "first");
		this.pair.get("key");
		StoredRecord second = write(other, "second");
		assertThat(this.pair.get("key")).isEqualTo(second);
		other.delete("key");
		assertThat(this.pair.get("key")).isNull();
		assertThat(this.pair.putIf("key", null, second).applied()).isTrue();
		assertThat(other.get("key")).isEqualTo(second);
	}

	@Test
	void makesNoCopyOfWhatWasReplacedWhileItWasRead() throws Exception {
		CacheBackend other = pair(new FaultyBackend(this.nearStore), new FaultyBackend(this.farStore));
		write(other, "first");
		CompletableFuture<@Nullable StoredRecord> read;
		Hold beforeCopy;
		try (Hold beforeRead = this.far.hold("getAll")) {
			read = CompletableFuture.supplyAsync(() -> this.pair.get("key"));
			beforeRead.awaitArrival();
			beforeCopy = this.near.hold("putIf");
		}
		StoredRecord second;
		try (beforeCopy) {
			beforeCopy.awaitArrival();
			second = write(other, "second");
		}
		read.get();
		assertThat(this.pair.get("key")).isEqualTo(second);
		assertThat(other.get("key")).isEqualTo(second);
	}

	@Test
	void servesFromTheFarBackendWhileTheNearOneIsAway() {
		StoredRecord written = write(this.pair, "content");
		this.near.failAll();
		assertThat(this.pair.get("key")).isEqualTo(written);
		assertThat(this.pair.health().status()).isEqualTo(BackendHealth.Status.DEGRADED);
	}

	@Test
	void doesNotAcknowledgeAWriteWhoseCopyMayLiveOn() {
		write(this.pair, "first");
		this.pair.get("key");
		this.near.failAll();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> write(this.pair, "second"));
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> this.pair.delete("key"));
		this.near.heal();
		StoredRecord third = write(this.pair, "third");
		assertThat(this.pair.get("key")).isEqualTo(third);
	}

	@Test
	void removesTheCopyWhenTheAnswerOfTheFarBackendIsLost() {
		write(this.pair, "first");
		this.pair.get("key");
		this.far.loseAnswersOfNext("put", 1);
		StoredRecord second = stored("second");
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> this.pair.put("key", second));
		assertThat(this.pair.get("key")).isEqualTo(second);
	}

	@Test
	void confirmsCopiesThatOnlyThisNodeSees() {
		CacheBackend here = pair(backends.create("small"), this.far);
		CacheBackend there = pair(backends.create("small"), new FaultyBackend(this.farStore));
		StoredRecord first = write(here, "first");
		assertThat(here.get("key")).isEqualTo(first);
		this.far.resetCounts();
		assertThat(here.get("key")).isEqualTo(first);
		assertThat(this.far.count("getAll") + this.far.count("get")).isZero();
		assertThat(this.far.count("headers")).isEqualTo(1);
		StoredRecord second = write(there, "second");
		assertThat(here.get("key")).isEqualTo(second);
		there.delete("key");
		assertThat(here.get("key")).isNull();
	}

	@Test
	void promisesWhatTheFarBackendPromises() {
		assertThat(this.pair.capabilities()).isEqualTo(this.farStore.capabilities());
		assertThat(pair(backends.create("memory"), backends.create("small")).capabilities()).isEqualTo(Set
			.of(Capability.CONDITIONAL_PUT, Capability.ENUMERATION, Capability.COUNTER, Capability.NATIVE_EXPIRY));
	}

	@Test
	void tellsWhenEitherHasBegunAnotherLife() {
		String life = this.pair.incarnation();
		this.nearStore.loseEverything();
		assertThat(this.pair.incarnation()).isNotEqualTo(life);
	}

}
