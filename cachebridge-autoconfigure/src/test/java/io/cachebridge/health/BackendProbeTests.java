package io.cachebridge.health;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.fixture.NoBackend;
import io.cachebridge.spi.BackendHealth;

import static org.assertj.core.api.Assertions.assertThat;

class BackendProbeTests {

	private final BackendProbe probe = new BackendProbe("store", Duration.ofMillis(100));

	@AfterEach
	void noThreadIsLeft() {
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("cachebridge-health-store"));
	}

	@Test
	void waitsNoLongerThanItMay() {
		HangingBackend backend = new HangingBackend();
		try {
			BackendHealth health = this.probe.ask(backend);
			assertThat(health.status()).isEqualTo(BackendHealth.Status.DOWN);
			assertThat(health.details()).containsEntry("error", "no answer within 100ms");
			assertThat(health.latency()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
		}
		finally {
			backend.release.countDown();
		}
	}

	@Test
	void asksHangingBackendOnlyOnce() {
		HangingBackend backend = new HangingBackend();
		try {
			this.probe.ask(backend);
			this.probe.ask(backend);
			assertThat(backend.asked).hasValue(1);
		}
		finally {
			backend.release.countDown();
		}
	}

	@Test
	void recoversWithBackend() {
		HangingBackend backend = new HangingBackend();
		this.probe.ask(backend);
		backend.release.countDown();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.probe.ask(backend).status()).isEqualTo(BackendHealth.Status.UP));
	}

	@Test
	void countsThrowingBackendAsDownAndTellsNoSecret() {
		BackendHealth health = this.probe.ask(new NoBackend() {

			@Override
			public BackendHealth health() {
				throw new IllegalStateException("login of admin:s3cret failed");
			}

		});
		assertThat(health.status()).isEqualTo(BackendHealth.Status.DOWN);
		assertThat(health.details()).containsEntry("error", "java.lang.IllegalStateException");
	}

	@Test
	void keepsInterruptionOfCaller() {
		HangingBackend backend = new HangingBackend();
		try {
			Thread.currentThread().interrupt();
			BackendHealth health = this.probe.ask(backend);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(health.status()).isEqualTo(BackendHealth.Status.DOWN);
		}
		finally {
			backend.release.countDown();
		}
	}

	private static final class HangingBackend extends NoBackend {

		private final CountDownLatch release = new CountDownLatch(1);

		private final AtomicInteger asked = new AtomicInteger();

		@Override
		public BackendHealth health() {
			this.asked.incrementAndGet();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return BackendHealth.up(Duration.ZERO);
		}

	}

}
