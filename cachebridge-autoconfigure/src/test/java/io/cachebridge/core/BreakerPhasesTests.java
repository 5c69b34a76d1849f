package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.core.CircuitBreakerStatus.State;
import io.cachebridge.spi.CircuitBreakerSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What begins which phase, and how listeners are told.
 */
class BreakerPhasesTests {

	private static final int MINIMUM = 5;

	private static final int WINDOW = 20;

	private static final Duration OPEN = Duration.ofSeconds(1);

	private final Background background = new Background();

	private final TestTime time = new TestTime();

	private final List<State> told = new CopyOnWriteArrayList<>();

	private final AtomicInteger opened = new AtomicInteger();

	private volatile @Nullable Runnable listener;

	private final BreakerPhases phases = new BreakerPhases("store",
			new CircuitBreakerSettings(true, 50, MINIMUM, WINDOW, OPEN, 1, true), this.time, this.time,
			this.opened::incrementAndGet, this::tell);

	@AfterEach
	void close() {
		this.background.close();
	}

	private void tell(State before, BreakerPhase begun) {
		Runnable action = this.listener;
		this.listener = null;
		if (action != null) {
			action.run();
		}
		this.told.add(begun.state());
	}

	private void answer(int calls) {
		for (int i = 0; i < calls; i++) {
			this.phases.answered(entered());
		}
	}

	private void fail(int calls) {
		for (int i = 0; i < calls; i++) {
			this.phases.failed(entered(), new IllegalStateException("away"), true);
		}
	}

	private BreakerPhase entered() {
		return Objects.requireNonNull(this.phases.enter());
	}

	@Test
	void aStoreThatAnswersNoneOfTheLastCallsIsLeftAloneHoweverManyItAnsweredBefore() {
		answer(10 * WINDOW);
		fail(MINIMUM - 1);
		assertThat(this.phases.current().state()).isEqualTo(State.CLOSED);
		fail(1);
		assertThat(this.phases.current().state()).isEqualTo(State.OPEN);
		assertThat(this.told).containsExactly(State.OPEN);
	}

	@Test
	void anAnswerInBetweenBeginsTheRowAnew() {
		answer(WINDOW);
		fail(MINIMUM - 1);
		answer(1);
		fail(MINIMUM - 1);
		assertThat(this.phases.current().state()).isEqualTo(State.CLOSED);
		answer(1);
		fail(1);
		assertThat(this.phases.current().state()).isEqualTo(State.CLOSED);
	}

	@Test
	void failuresThatHoldNobodyUpCountByTheirShareOnly() {
		answer(WINDOW);
		for (int i = 0; i < MINIMUM; i++) {
			this.phases.failed(entered(), new IllegalStateException("away"), false);
		}
		assertThat(this.phases.current().state()).isEqualTo(State.CLOSED);
	}

	@Test
	void anErrorOfAListenerGivesBackTheLeaveToFindOut() {
		fail(MINIMUM);
		this.time.advance(OPEN.plusNanos(1));
		this.listener = () -> {
			throw new NoClassDefFoundError("listener");
		};
		assertThatThrownBy(this.phases::enter).hasMessage("listener");
		this.phases.answered(entered());
		assertThat(this.phases.current().state()).isEqualTo(State.CLOSED);
	}

	@Test
	void whatIsDoneAtOnceDoesNotWaitForListeners() {
		Gate gate = new Gate();
		this.listener = gate::pass;
		Future<?> failing = this.background.run(() -> fail(MINIMUM));
		gate.awaitArrival();
		assertThat(this.opened).hasValue(1);
		this.time.advance(OPEN.plusNanos(1));
		fail(1);
		assertThat(this.opened).hasValue(2);
		gate.open();
		Background.result(failing);
	}

	@Test
	void theShareOfTheWindowCountsAsBefore() {
		answer(WINDOW);
		for (int i = 0; i < WINDOW / 2 - 1; i++) {
			fail(1);
			answer(1);
		}
		assertThat(this.phases.current().state()).isEqualTo(State.CLOSED);
		fail(1);
		assertThat(this.phases.current().state()).isEqualTo(State.OPEN);
	}

	@Test
	void failuresOfCallsThatBeganInAnotherPhaseAreNotCounted() {
		BreakerPhase before = entered();
		fail(MINIMUM);
		this.phases.proven(this.phases.current());
		for (int i = 0; i < MINIMUM; i++) {
			this.phases.failed(before, new IllegalStateException("away"), true);
		}
		assertThat(this.phases.current().state()).isEqualTo(State.CLOSED);
	}

	@Test
	void aListenerThatHangsHoldsNobodyElseUpAndIsToldTheRestInOrder() {
		Gate gate = new Gate();
		this.listener = gate::pass;
		Future<?> failing = this.background.run(() -> fail(MINIMUM));
		gate.awaitArrival();
		assertThat(this.phases.current().state()).isEqualTo(State.OPEN);
		this.time.advance(OPEN.plusNanos(1));
		BreakerPhase trying = Background.result(this.background.call(this.phases::enter));
		assertThat(trying).isNotNull();
		assertThat(trying.state()).isEqualTo(State.HALF_OPEN);
		Background.result(this.background.run(() -> this.phases.answered(trying)));
		assertThat(this.phases.current().state()).isEqualTo(State.CLOSED);
		assertThat(this.told).isEmpty();
		gate.open();
		Background.result(failing);
		assertThat(this.told).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
	}

	@Test
	void aListenerThatCallsTheStoreIsToldWhatThatChangesAfterwards() {
		this.listener = () -> {
			this.time.advance(OPEN.plusNanos(1));
			this.phases.answered(entered());
		};
		fail(MINIMUM);
		assertThat(this.told).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
	}

}
