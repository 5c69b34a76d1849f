package io.cachebridge.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FaultyBackendTests {

	private final SharedStore store = new SharedStore();

	private final FaultyBackend backend = new FaultyBackend(this.store);

	private final StoredRecord stored = StoredRecord.of("content".getBytes(StandardCharsets.UTF_8), new Version(1, 1),
			null);

	@Test
	void failsSoManyTimesBeforeTheDeed() {
		this.backend.failNext("put", 2);
		assertFails(() -> this.backend.put("a", this.stored));
		assertThat(this.backend.get("a")).isNull();
		assertFails(() -> this.backend.put("a", this.stored));
		this.backend.put("a", this.stored);
		assertThat(this.store.get("a")).isEqualTo(this.stored);
	}

	@Test
	void failsAfterTheDeed() {
		this.backend.loseAnswersOfNext("put", 1);
		assertFails(() -> this.backend.put("a", this.stored));
		assertThat(this.store.get("a")).isEqualTo(this.stored);
	}

	@Test
	void failsInEverythingUntilHealed() {
		this.backend.failAll();
		assertFails(() -> this.backend.get("a"));
		assertFails(() -> this.backend.getAll(List.of("a")));
		assertFails(() -> this.backend.increment("a", 1, null));
		assertThat(this.backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		this.backend.heal();
		assertThat(this.backend.get("a")).isNull();
		assertThat(this.backend.health().status()).isEqualTo(BackendHealth.Status.UP);
	}

	@Test
	void holdsCallsUp() {
		CompletableFuture<StoredRecord> read;
		try (Hold hold = this.backend.hold("get")) {
			read = CompletableFuture.supplyAsync(() -> this.backend.get("a"), (task) -> new Thread(task).start());
			hold.awaitArrival();
			assertThat(read).isNotDone();
			this.backend.put("a", this.stored);
		}
		assertThat(read).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(this.stored);
		assertThat(this.backend.get("a")).isEqualTo(this.stored);
	}

	@Test
	void countsCallsWhateverBecomesOfThem() {
		this.backend.failNext(FaultyBackend.ANY, 1);
		assertFails(() -> this.backend.get("a"));
		this.backend.get("a");
		this.backend.delete("a");
		assertThat(this.backend.count("get")).isEqualTo(2);
		assertThat(this.backend.count("put")).isZero();
		assertThat(this.backend.count(FaultyBackend.ANY)).isEqualTo(3);
		this.backend.resetCounts();
		assertThat(this.backend.count(FaultyBackend.ANY)).isZero();
	}

	private static void assertFails(ThrowingCallable call) {
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(call);
	}

}
