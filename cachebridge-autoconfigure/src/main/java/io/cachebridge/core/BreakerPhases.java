package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.jspecify.annotations.Nullable;

import io.cachebridge.core.CircuitBreakerStatus.State;
import io.cachebridge.spi.CircuitBreakerSettings;

/**
 * The states of a circuit breaker, one after the other. Resilience4j counts and decides;
 * it announces nothing and schedules nothing, so the state is looked at after whatever
 * may have changed it. A call that began in another phase says nothing about this one.
 * <p>
 * Only what its window cannot know is decided here: a store that has answered none of the
 * last calls hangs, however many it answered before. Each further call that it takes to
 * find out holds a caller up.
 */
final class BreakerPhases {

	/**
	 * How long a store that is back is written to and not read. Another node that has
	 * evicted meanwhile tries every second to make up for it. A try that began before the
	 * store was back may take a second until it fails, the next one comes a second later,
	 * and then there is one for the writes.
	 */
	static final Duration SETTLING = Duration.ofSeconds(3);

	private final CircuitBreaker breaker;

	private final int minimumCalls;

	private final long openNanos;

	private final Ticker ticker;

	private final Clock clock;

	private final Runnable whenOpen;

	private final BiConsumer<State, BreakerPhase> onChange;

	/** Held while the breaker is asked, or told, in any state but closed. */
	private final ReentrantLock transition = new ReentrantLock();

	/** In their order. Told without the lock, as nobody knows what a listener does. */
	private final Queue<Runnable> untold = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean telling = new AtomicBoolean();

	private volatile BreakerPhase current;

	/**
	 * Begins closed.
	 * @param backend the name of the backend
	 * @param settings when to open and when to close
	 * @param ticker tells how time passes
	 * @param clock tells when changes were
	 * @param whenOpen is done at once by whoever opens it, without waiting
	 * @param onChange is told of each change, one at a time: the state before and the
	 * phase that began
	 */
	BreakerPhases(String backend, CircuitBreakerSettings settings, Ticker ticker, Clock clock, Runnable whenOpen,
			BiConsumer<State, BreakerPhase> onChange) {
		this.whenOpen = whenOpen;
		this.minimumCalls = settings.minimumCalls();
		this.openNanos = Nanos.of(settings.open());
		this.ticker = ticker;
		this.clock = clock;
		this.onChange = onChange;
		this.breaker = CircuitBreaker.of(backend, configuration(settings, ticker));
		this.current = new BreakerPhase(State.CLOSED, clock.instant(), ticker.read());
	}

	private static CircuitBreakerConfig configuration(CircuitBreakerSettings settings, Ticker ticker) {
		return CircuitBreakerConfig.custom()
			.failureRateThreshold((float) settings.failureRate())
			.slidingWindow(settings.window(), settings.minimumCalls(), SlidingWindowType.COUNT_BASED,
					SlidingWindowSynchronizationStrategy.LOCK_FREE)
			.waitDurationInOpenState(settings.open())
			.permittedNumberOfCallsInHalfOpenState(settings.halfOpenCalls())
			.clock(new TickerClock(ticker))
			.build();
	}

	BreakerPhase current() {
		return this.current;
	}

	/**
	 * Tells whether values are read in a phase.
	 * @param phase the phase
	 * @return {@code false} if the store may hold what was evicted while it was away
	 */
	boolean isReadIn(BreakerPhase phase) {
		return phase.isClosed() && !isAhead(phase.until());
	}

	/**
	 * Tells whether nobody is given leave to call the store.
	 * @param phase the phase
	 * @return {@code true} if it is open and not over
	 */
	boolean isLeftAlone(BreakerPhase phase) {
		return phase.state() == State.OPEN && isAhead(phase.until());
	}

	boolean isAhead(long time) {
		return time - this.ticker.read() > 0;
	}

	/**
	 * Asks for leave to call the store. Nobody waits: while one is given leave in any
	 * state but closed, others are not.
	 * @return the phase in which it is called, to be told the result of the call, or
	 * {@code null} if it is not to be called
	 */
	@Nullable BreakerPhase enter() {
		BreakerPhase phase = this.current;
		if (phase.isClosed()) {
			return phase;
		}
		if (isLeftAlone(phase) || !this.transition.tryLock()) {
			return null;
		}
		BreakerPhase entered;
		boolean opened;
		try {
			boolean permitted = this.breaker.tryAcquirePermission();
			opened = follow();
			entered = permitted ? this.current : null;
		}
		finally {
			this.transition.unlock();
		}
		try {
			tellChanges(opened);
		}
		catch (Throwable ex) {
			if (entered != null) {
				left(entered);
			}
			throw ex;
		}
		return entered;
	}

	void answered(BreakerPhase entered) {
		entered.answered();
		tell(entered, (breaker) -> breaker.onSuccess(0, TimeUnit.NANOSECONDS));
	}

	/**
	 * A call has failed.
	 * @param entered the phase in which it began
	 * @param failure why
	 * @param slowly whether its caller had to wait for that
	 */
	void failed(BreakerPhase entered, RuntimeException failure, boolean slowly) {
		boolean noneAnswered = slowly && entered.failedSlowly() >= this.minimumCalls && entered.isClosed();
		tell(entered, (breaker) -> breaker.onError(0, TimeUnit.NANOSECONDS, failure));
		if (noneAnswered) {
			change(entered, CircuitBreaker::transitionToOpenState);
		}
	}

	/**
	 * A call has ended in a way that says nothing of the store.
	 * @param entered the phase in which it began
	 */
	void left(BreakerPhase entered) {
		tell(entered, CircuitBreaker::releasePermission);
	}

	/**
	 * The store has answered although nobody was to call it.
	 * @param entered the phase in which it was called
	 */
	void proven(BreakerPhase entered) {
		if (entered.isClosed()) {
			answered(entered);
		}
		else {
			tell(entered, CircuitBreaker::transitionToClosedState);
		}
	}

	private void tell(BreakerPhase entered, Consumer<CircuitBreaker> result) {
		if (!entered.isClosed()) {
			change(entered, result);
		}
		else if (this.current == entered) {
			result.accept(this.breaker);
			if (this.breaker.getState() != CircuitBreaker.State.CLOSED) {
				change(entered, (breaker) -> {
				});
			}
		}
	}

	private void change(BreakerPhase entered, Consumer<CircuitBreaker> change) {
		if (this.current != entered) {
			return;
		}
		boolean opened = false;
		this.transition.lock();
		try {
			if (this.current == entered) {
				change.accept(this.breaker);
				opened = follow();
			}
		}
		finally {
			this.transition.unlock();
		}
		tellChanges(opened);
	}

	private boolean follow() {
		State before = this.current.state();
		State now = State.valueOf(this.breaker.getState().name());
		if (now != before) {
			long pause = (now != State.CLOSED) ? this.openNanos : Nanos.of(SETTLING);
			BreakerPhase begun = new BreakerPhase(now, this.clock.instant(), this.ticker.read() + pause);
			this.current = begun;
			this.untold.add(() -> this.onChange.accept(before, begun));
		}
		return now != before && now == State.OPEN;
	}

	// Whoever finds another one at it leaves the rest to that one, who looks again after
	// it
	private void tellChanges(boolean opened) {
		if (opened) {
			this.whenOpen.run();
		}
		while (!this.untold.isEmpty() && this.telling.compareAndSet(false, true)) {
			try {
				Runnable next = this.untold.poll();
				if (next != null) {
					next.run();
				}
			}
			finally {
				this.telling.set(false);
			}
		}
	}

}
