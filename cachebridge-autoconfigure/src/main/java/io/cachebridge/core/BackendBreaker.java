package io.cachebridge.core;

import java.nio.channels.ClosedByInterruptException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.cachebridge.core.CircuitBreakerStatus.State;
import io.cachebridge.spi.CircuitBreakerSettings;

/**
 * The circuit breaker of one backend, for all its caches. Besides calls that are let
 * through to find out whether the store is back, writes that wait for it may do so; and
 * what the store holds when it is back is not read before other nodes have made up for
 * their writes.
 */
final class BackendBreaker implements CallGuard {

	// A little less than the interval of the task that asks, so that no run is skipped
	private static final long PROBE_INTERVAL = Nanos.of(Duration.ofMillis(900));

	/** Failures that take longer hold callers up. */
	static final long LONGEST_UNNOTICED = Nanos.of(Duration.ofMillis(50));

	private final String backend;

	private final BreakerPhases phases;

	private final Ticker ticker;

	private final LongAdder refused = new LongAdder();

	private final Map<String, RefusedCallException> refusals = new ConcurrentHashMap<>();

	private final AtomicReference<@Nullable Probe> probe = new AtomicReference<>();

	private final List<Runnable> whenOpen = new CopyOnWriteArrayList<>();

	private volatile long nextProbe;

	/**
	 * Creates a circuit breaker, which is closed.
	 * @param backend the name of the backend
	 * @param settings when it opens and when it closes
	 * @param ticker tells how time passes
	 * @param clock tells when changes were
	 * @param onChange is told of each change: the state before, and what is now
	 */
	BackendBreaker(String backend, CircuitBreakerSettings settings, Ticker ticker, Clock clock,
			BiConsumer<State, CircuitBreakerStatus> onChange) {
		this.backend = backend;
		this.ticker = ticker;
		this.nextProbe = ticker.read();
		this.phases = new BreakerPhases(backend, settings, ticker, clock, () -> this.whenOpen.forEach(Runnable::run),
				(before, begun) -> onChange.accept(before, status(begun)));
	}

	@Override
	public CircuitBreakerStatus status() {
		return status(this.phases.current());
	}

	private CircuitBreakerStatus status(BreakerPhase phase) {
		return new CircuitBreakerStatus(this.backend, phase.state(), phase.since(), this.refused.sum());
	}

	@Override
	public boolean isClosed() {
		return this.phases.current().isClosed();
	}

	@Override
	public void whenLeftAlone(Runnable action) {
		this.whenOpen.add(action);
	}

	@Override
	public <T> T call(Call<T> call) {
		boolean probing = isProbe();
		BreakerPhase entered = probing ? this.phases.current() : enter(call);
		T answer = made(call, entered, probing);
		// A store that is just back, or was away in between, may hold what is evicted
		if (call.reading() && !(entered.isClosed() && this.phases.current() == entered)) {
			throw refusal(call.operation());
		}
		return answer;
	}

	private BreakerPhase enter(Call<?> call) {
		BreakerPhase entered = this.phases.enter();
		boolean readTooEarly = entered != null && call.reading() && entered.isClosed()
				&& !this.phases.isReadIn(entered);
		if (entered == null || readTooEarly) {
			throw refusal(call.operation());
		}
		return entered;
	}

	private <T> T made(Call<T> call, BreakerPhase entered, boolean probing) {
		boolean judged = false;
		long start = this.ticker.read();
		try {
			T answer = call.make();
			judged = true;
			answered(entered, probing);
			return answer;
		}
		catch (RuntimeException ex) {
			boolean rejection = !BackendCalls.isFailure(ex);
			judged = rejection || !isInterrupted(ex);
			if (rejection) {
				answered(entered, probing);
			}
			else if (judged && !probing) {
				this.phases.failed(entered, ex, this.ticker.read() - start > LONGEST_UNNOTICED);
			}
			throw ex;
		}
		finally {
			if (!judged && !probing) {
				this.phases.left(entered);
			}
		}
	}

	private void answered(BreakerPhase entered, boolean probing) {
		if (probing) {
			this.phases.proven(entered);
		}
		else {
			this.phases.answered(entered);
		}
	}

	@Override
	public RefusedCallException refusal(String operation) {
		this.refused.increment();
		RefusedCallException known = this.refusals.get(operation);
		return (known != null) ? known
				: this.refusals.computeIfAbsent(operation, (name) -> new RefusedCallException(this.backend, name));
	}

	private static boolean isInterrupted(Throwable failure) {
		boolean interrupted = Thread.currentThread().isInterrupted();
		for (Throwable each = failure; each != null && !interrupted; each = each.getCause()) {
			interrupted = each instanceof InterruptedException || each instanceof ClosedByInterruptException;
		}
		return interrupted;
	}

	@Override
	public boolean replay(BooleanSupplier goesOn, Predicate<BooleanSupplier> replay) {
		if (this.phases.current().isClosed()) {
			return replay.test(goesOn);
		}
		Probe begun = new Probe();
		if (this.phases.isAhead(this.nextProbe) || !this.probe.compareAndSet(null, begun)) {
			return false;
		}
		try {
			return replay.test(() -> goesOn.getAsBoolean() && (!begun.isUsed() || this.phases.current().isClosed()));
		}
		finally {
			this.nextProbe = this.ticker.read() + PROBE_INTERVAL;
			this.probe.set(null);
		}
	}

	private boolean isProbe() {
		Probe begun = this.phases.current().isClosed() ? null : this.probe.get();
		return begun != null && begun.use();
	}

}
