package io.cachebridge.test.backend;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.cachebridge.backend.file.CacheBridgeFileAutoConfiguration;
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

	@TempDir
	static Path hosts;

	@RegisterExtension
	static final ConfiguredBackends backends = ConfiguredBackends
		.of(CacheBridgeFileAutoConfiguration.class, CacheBridgeMemoryAutoConfiguration.class,
				CacheBridgeTieredAutoConfiguration.class)
		.with(() -> List.of("cachebridge.tiered.near=near", "cachebridge.tiered.far=far",
				"cachebridge.tiered.instances.pair.near-time-to-live=50%",
				"cachebridge.tiered.instances.another.near-time-to-live=50%",
				"cachebridge.tiered.instances.lasting.near-time-to-live=999999999999d",
				"cachebridge.file.instances.host1.directory=" + hosts.resolve("1"),
				"cachebridge.file.instances.host2.directory=" + hosts.resolve("2"),
				"cachebridge.memory.instances.small.maximum-size=100"));

	private final SharedStore nearStore = new SharedStore();

	private final SharedStore farStore = new SharedStore();

	private final FaultyBackend near = new FaultyBackend(this.nearStore);

	private final FaultyBackend far = new FaultyBackend(this.farStore);

	private final CacheBackend pair = pair(this.near, this.far);

	private final AtomicLong sequence = new AtomicLong();

	private static CacheBackend pair(CacheBackend near, CacheBackend far) {
		return pair("pair", near, far);
	}

	private static CacheBackend pair(String name, CacheBackend near, CacheBackend far) {
		return backends.create(name, Map.of("near", near, "far", far)::get);
	}

	@AfterEach
	void close() {
		this.pair.close();
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
	void confirmsCopiesThatEachHostHasForItself() {
		try (CacheBackend disk = backends.create("host1");
				CacheBackend otherDisk = backends.create("host2");
				CacheBackend here = pair(disk, this.farStore);
				CacheBackend there = pair(otherDisk, this.farStore)) {
			write(here, "first");
			there.get("key");
			StoredRecord second = write(here, "second");
			assertThat(there.get("key")).isEqualTo(second);
		}
	}

	@Test
	void confirmsCopiesThatOthersSeeWhoDoNotSeeTheFarBackend() {
		try (CacheBackend here = pair(this.nearStore, backends.create("memory"));
				CacheBackend there = pair(this.nearStore, backends.create("small"))) {
			write(here, "here");
			here.get("key");
			assertThat(there.get("key")).isNull();
			StoredRecord written = write(there, "there");
			here.get("key");
			assertThat(there.get("key")).isEqualTo(written);
		}
	}

	@Test
	void takesNothingElseForACopy() {
		byte[] envelope = new byte[64];
		envelope[0] = 1;
		envelope[3] = 42;
		for (String place : List.of("key", "near:pair:key")) {
			this.nearStore.put(place, StoredRecord.of(envelope, new Version(9, 9), Instant.now().plusSeconds(600)));
		}
		assertThat(this.pair.get("key")).isNull();
		assertThat(this.nearStore.get("key")).isNotNull();
	}

	@Test
	void doesNotSeeTheCopiesOfAnotherPair() {
		try (CacheBackend another = pair("another", this.nearStore, new SharedStore())) {
			write(this.pair, "content");
			this.pair.get("key");
			assertThat(another.get("key")).isNull();
		}
	}

	@Test
	void tellsThatAWriteMayHaveHappenedWhoseCopyCannotBeRemoved() {
		StoredRecord first = write(this.pair, "first");
		this.pair.get("key");
		this.near.failNext("delete", 1);
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> write(this.pair, "second"))
			.satisfies((failure) -> assertThat(failure.backend()).isEqualTo("pair"))
			.withMessageContaining("the far backend has taken the write");
		assertThat(this.farStore.get("key")).isNotEqualTo(first);
	}

	@Test
	void showsTheFailureOfTheFarBackendWhenBothFail() {
		this.near.failNext("delete", 1);
		this.far.failNext("put", 1);
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> write(this.pair, "content"))
			.satisfies((failure) -> {
				assertThat(failure.operation()).isEqualTo("put");
				assertThat(failure.getSuppressed()).hasSize(1);
			});
	}

	@Test
	void copiesForALongTime() {
		try (CacheBackend lasting = pair("lasting", this.nearStore, this.farStore)) {
			StoredRecord written = StoredRecord.of(new byte[1], new Version(1, 1), null);
			lasting.put("key", written);
			lasting.get("key");
			assertThat(lasting.get("key")).isEqualTo(written);
		}
	}

	private List<String> manyInTheFarBackend() {
		List<String> keys = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			keys.add("key" + i);
			this.farStore.put("key" + i, stored("content"));
		}
		return keys;
	}

	@Test
	void readsManyWithOneReservationForAll() {
		List<String> keys = manyInTheFarBackend();
		assertThat(this.pair.getAll(keys)).hasSize(100);
		assertThat(this.near.count("putAll")).isEqualTo(1);
		assertThat(this.near.count("putIf")).isEqualTo(100);
		this.far.failAll();
		assertThat(this.pair.getAll(keys)).hasSize(100);
	}

	@Test
	void makesCopiesThatAreConfirmedAllAtOnce() {
		FaultyBackend small = new FaultyBackend(backends.create("memory"));
		try (CacheBackend here = pair(small, this.far)) {
			List<String> keys = manyInTheFarBackend();
			here.getAll(keys);
			assertThat(small.count("putAll")).isEqualTo(1);
			this.far.resetCounts();
			assertThat(here.getAll(keys)).hasSize(100);
			assertThat(this.far.count("getAll")).isZero();
		}
	}

	@Test
	void asksANearBackendThatFailsForLittleMore() {
		List<String> keys = manyInTheFarBackend();
		this.near.failNext("putIf", 1000);
		assertThat(this.pair.getAll(keys)).hasSize(100);
		assertThat(this.near.count("putIf")).isLessThan(20);
		this.near.failNext("delete", 1000);
		Map<String, StoredRecord> seen = this.farStore.getAll(keys);
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> this.pair.putAll(seen));
		assertThat(this.near.count("delete")).isLessThan(20);
	}

	@Test
	void reservesAPlaceOnceForAKeyThatIsNowhere() {
		for (int i = 0; i < 10; i++) {
			assertThat(this.pair.get("nowhere")).isNull();
		}
		assertThat(this.near.count("putAll")).isEqualTo(1);
		StoredRecord written = stored("content");
		this.pair.put("nowhere", written);
		assertThat(this.pair.get("nowhere")).isEqualTo(written);
		this.far.failAll();
		assertThat(this.pair.get("nowhere")).isEqualTo(written);
	}

	@Test
	void promisesWhatTheFarBackendPromises() {
		assertThat(this.pair.capabilities()).isEqualTo(this.farStore.capabilities());
		assertThat(pair(backends.create("memory"), backends.create("small")).capabilities()).isEqualTo(Set
			.of(Capability.CONDITIONAL_PUT, Capability.ENUMERATION, Capability.COUNTER, Capability.NATIVE_EXPIRY));
	}

	@Test
	void doesNotBeginAnotherLifeWhileTheNearBackendIsAway() {
		this.near.failAll();
		assertThat(this.pair.incarnation()).isNull();
		this.near.heal();
		String life = this.pair.incarnation();
		this.near.failAll();
		assertThat(this.pair.incarnation()).isEqualTo(life).isNotNull();
	}

	@Test
	void leavesPruningToItsParts() {
		assertThat(pair(backends.create("host1"), this.farStore).pruneInterval()).isZero();
	}

	@Test
	void tellsWhenEitherHasBegunAnotherLife() {
		String life = this.pair.incarnation();
		this.nearStore.loseEverything();
		assertThat(this.pair.incarnation()).isNotEqualTo(life);
	}

}
