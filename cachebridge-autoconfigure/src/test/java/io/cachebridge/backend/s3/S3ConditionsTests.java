package io.cachebridge.backend.s3;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is written only on condition, and what becomes of it beside the writes of others.
 */
class S3ConditionsTests {

	private static final StoredRecord RESERVATION = StoredRecord.reservation(new Version(1, 1), null);

	private final SimulatedStore store = new SimulatedStore();

	private final AtomicReference<@Nullable StoredRecord> seen = new AtomicReference<>();

	@AfterEach
	void close() {
		this.store.close();
	}

	// One node reserves and its answer is lost, another finds the reservation and loads,
	// a
	// third evicts: what the second has loaded must not be stored
	@Test
	void reservationThatWasEvictedDoesNotComeBackByARepeatedAttempt() {
		try (S3Backend backend = this.store.backend(new Conditions(true, true))) {
			this.store.afterLostPut.set(() -> {
				this.seen.set(backend.get("k"));
				backend.delete("k");
			});
			assertThatExceptionOfType(BackendUnavailableException.class)
				.isThrownBy(() -> backend.putIf("k", null, RESERVATION));
			assertThat(this.seen).hasValue(RESERVATION);
			assertThat(backend.putIf("k", this.seen.get(), stored(2)).applied()).isFalse();
			assertThat(backend.get("k")).isNull();
		}
	}

	@Test
	void valueThatWasEvictedDoesNotComeBackByARepeatedAttempt() {
		try (S3Backend backend = this.store.backend(new Conditions(true, true))) {
			this.store.afterLostPut.set(() -> {
				this.seen.set(backend.get("k"));
				backend.delete("k");
			});
			assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend.put("k", stored(1)));
			assertThat(this.seen).hasValue(stored(1));
			assertThat(backend.get("k")).isNull();
		}
	}

	@Test
	void knowsItsOwnWriteWhenTheAnswerWasLost() {
		try (S3Backend backend = this.store.backend(new Conditions(true, true))) {
			loseNextAnswer();
			backend.put("k", stored(1));
			loseNextAnswer();
			assertThat(backend.putIf("k", stored(1), stored(2)).applied()).isTrue();
			loseNextAnswer();
			assertThat(backend.increment("n", 3, null)).isEqualTo(3);
			assertThat(backend.increment("n", 4, null)).isEqualTo(7);
			assertThat(this.store.count("PUT")).isEqualTo(4);
		}
	}

	private void loseNextAnswer() {
		this.store.afterLostPut.set(() -> {
		});
	}

	@Test
	void findsThatConditionsAreKeptAndLeavesNothingBehind() {
		assertThat(this.store.conditions()).isEqualTo(new Conditions(true, true));
		assertThat(this.store.names()).isEmpty();
	}

	@Test
	void findsStoreThatWritesOverNothing() {
		this.store.writesOverNothing = true;
		assertThat(this.store.conditions()).isEqualTo(new Conditions(false, false));
		assertThat(this.store.names()).isEmpty();
	}

	@Test
	void conditionalDeletionLeavesWhatHasTakenThePlace() {
		this.store.ignoresTagsOfDeletions = true;
		assertThat(this.store.conditions()).isEqualTo(new Conditions(true, false));
		try (S3Backend backend = this.store.backend(this.store.conditions())) {
			backend.put("k", stored(1));
			StoredRecord old = Objects.requireNonNull(backend.get("k"));
			backend.put("k", stored(2));
			backend.deleteAllIf(Map.of("k", old));
			assertThat(backend.get("k")).isEqualTo(stored(2));
			backend.deleteAllIf(Map.of("k", Objects.requireNonNull(backend.get("k"))));
			assertThat(Objects.requireNonNull(backend.get("k")).isReservation()).isTrue();
		}
	}

	private static StoredRecord stored(long sequence) {
		return StoredRecord.of(new byte[] { 1, 2 }, new Version(2, sequence), null);
	}

}
