package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.cachebridge.core.CircuitBreakerStatus.State;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CircuitBreakerSettings;

import static org.assertj.core.api.Assertions.assertThat;

@Tag(Interleavings.TAG)
class BackendBreakerStressTests {

	private final Background background = new Background();

	private final AtomicBoolean broken = new AtomicBoolean();

	private final AtomicBoolean done = new AtomicBoolean();

	private final LongAdder changes = new LongAdder();

	private final BackendBreaker breaker = new BackendBreaker("store",
			new CircuitBreakerSettings(true, 50, 5, 10, Duration.ofMillis(1), 3, true), Ticker.system(),
			Clock.systemUTC(), (before, status) -> this.changes.increment());

	@AfterEach
	void close() {
		this.done.set(true);
		this.background.close();
	}

	@Test
	void whateverBecomesOfCallsAStoreThatWorksIsCalledAgain() throws Exception {
		List<Future<?>> callers = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			callers.add(this.background.run(this::callAgainAndAgain));
		}
		callers.add(this.background.run(this::replayAgainAndAgain));
		for (int outage = 0; outage < 20; outage++) {
			long before = this.changes.sum();
			this.broken.set(true);
			Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> this.changes.sum() > before + 4);
			this.broken.set(false);
			Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> this.breaker.status().state() == State.CLOSED);
		}
		this.done.set(true);
		for (Future<?> caller : callers) {
			caller.get(5, TimeUnit.SECONDS);
		}
		assertThat(this.breaker.status().refusedCalls()).isPositive();
	}

	private void callAgainAndAgain() {
		while (!this.done.get()) {
			try {
				this.breaker.call(new CallGuard.Call<>(Shape.REMOTE.store(), "get",
						ThreadLocalRandom.current().nextBoolean(), (backend) -> answer()));
			}
			catch (BackendUnavailableException | StackOverflowError ex) {
				Thread.onSpinWait();
			}
		}
	}

	private String answer() {
		if (this.broken.get()) {
			int kind = ThreadLocalRandom.current().nextInt(10);
			if (kind == 0) {
				throw new StackOverflowError();
			}
			throw new BackendUnavailableException("store", "get", "away",
					(kind == 1) ? new InterruptedException() : null);
		}
		return "answer";
	}

	private void replayAgainAndAgain() {
		while (!this.done.get()) {
			this.breaker.replay(() -> true, (goesOn) -> {
				try {
					this.breaker
						.call(new CallGuard.Call<>(Shape.REMOTE.store(), "delete", false, (backend) -> answer()));
					return true;
				}
				catch (BackendUnavailableException | StackOverflowError ex) {
					return false;
				}
			});
		}
	}

}
