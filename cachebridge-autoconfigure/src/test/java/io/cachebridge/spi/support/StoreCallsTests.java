package io.cachebridge.spi.support;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StoreCallsTests {

	private final StoreCalls calls = new StoreCalls("archive",
			(backend, operation, key, failure) -> new BackendUnavailableException(backend, operation, "away", failure));

	@Test
	void tellsFailuresInTheTermsOfTheEngine() {
		IOException cause = new IOException();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> this.calls.run("get", "a", () -> {
			throw cause;
		})).withMessage("get of backend 'archive': away").withCause(cause);
	}

	@Test
	void passesFailuresThatAreToldAlready() {
		BackendRejectedException told = new BackendRejectedException("archive", "put", "too large", null);
		assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> this.calls.call("put", "a", () -> {
			throw told;
		})).isSameAs(told);
	}

	@Test
	void staysInterrupted() {
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> this.calls.run("get", "a", () -> {
			throw new InterruptedException();
		}));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void measuresHealth() {
		assertThat(this.calls.health(() -> {
		}).status()).isEqualTo(BackendHealth.Status.UP);
		BackendHealth down = this.calls.health(() -> {
			throw new IOException();
		});
		assertThat(down.status()).isEqualTo(BackendHealth.Status.DOWN);
		assertThat(down.latency()).isGreaterThanOrEqualTo(Duration.ZERO);
	}

	@Test
	void refusesContentOverTheLimitWithoutTellingTheKey() {
		StoredRecord stored = StoredRecord.of(new byte[11], new Version(1, 1), null);
		assertThatCode(() -> this.calls.requireFits("put", "secret", stored, 11)).doesNotThrowAnyException();
		assertThatCode(
				() -> this.calls.requireFits("put", "secret", StoredRecord.reservation(new Version(1, 1), null), 1))
			.doesNotThrowAnyException();
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> this.calls.requireFits("put", "secret", stored, 10))
			.withMessageContaining("11 bytes")
			.withMessageNotContaining("secret");
	}

	@Test
	void refusesKeysOverTheLimitOfBytesWithoutTellingThem() {
		assertThatCode(() -> this.calls.requireKeyFits("get", "\u20ac\u20aca", 7)).doesNotThrowAnyException();
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> this.calls.requireKeyFits("get", "\u20ac\u20acaa", 7))
			.withMessageContaining("get of backend 'archive'")
			.withMessageContaining("8 bytes is longer than the 7")
			.withMessageNotContaining("\u20ac");
	}

}
