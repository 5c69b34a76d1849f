package io.cachebridge.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs the fibers of one program, one at a time. A fiber gives the turn up where it
 * {@linkplain #pass() passes} a seam; it then decides, as the program has it, what
 * happens next and gives the turn to who goes on. The thread of the program itself has
 * the turn before the first fiber and when nobody is to go on.
 * <p>
 * A fiber may wait inside the engine for a future that another fiber completes: a caller
 * that follows the load of another one. The thread of the program, which looks after the
 * one that has the turn, notices and goes on. Such a fiber waits until its future is
 * complete, which the one who completes it does within a turn of its own; the thread then
 * wakes up beside that turn, and stops at its next seam.
 */
final class Fibers {

	private static final int USUAL = 20;

	private static final long POLL_NANOS = 200_000;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final Workers workers;

	private final Dice dice;

	/** How often a fiber gives the turn up where it could. */
	private final double switching;

	/** How many fibers take much longer than others. */
	private final double sluggish;

	private final List<Fiber> ready = new ArrayList<>();

	private final Waits waits = new Waits(this.ready::add);

	private final Thread program = Thread.currentThread();

	private Supplier<@Nullable Fiber> chooser = () -> null;

	private volatile @Nullable Fiber current;

	private @Nullable Throwable failure;

	private volatile boolean programsTurn = true;

	Fibers(Workers workers, Dice dice) {
		this.workers = workers;
		this.dice = dice;
		this.switching = 0.1 + 0.8 * dice.below(100) / 100;
		this.sluggish = 0.5 * dice.below(100) / 100;
	}

	void spawn(Runnable task, Life life, @Nullable Operation operation) {
		this.ready.add(new Fiber(this, task, life, operation, this.dice.chance(this.sluggish) ? 1 : USUAL));
	}

	/**
	 * Returns the fiber that has the turn.
	 * @return the fiber, {@code null} between turns
	 */
	@Nullable Fiber current() {
		return this.current;
	}

	int readyCount() {
		return this.ready.size();
	}

	int waitingCount() {
		return this.waits.count();
	}

	int count() {
		return this.ready.size() + this.waits.count();
	}

	boolean any(Predicate<Fiber> condition) {
		return this.ready.stream().anyMatch(condition) || this.waits.any(condition);
	}

	/**
	 * Takes one of the fibers that can go on. If all of them are kept back, those that
	 * keep them back wait for one of them.
	 * @return the fiber
	 */
	Fiber takeAny() {
		boolean everybody = this.ready.stream().allMatch(this::isKeptBack);
		int[] paces = new int[this.ready.size()];
		for (int i = 0; i < paces.length; i++) {
			Fiber fiber = this.ready.get(i);
			paces[i] = (everybody || !isKeptBack(fiber)) ? fiber.pace() : 0;
		}
		return this.ready.remove(this.dice.weighted(paces));
	}

	private boolean isKeptBack(Fiber fiber) {
		return any((other) -> other.keepsBack(fiber));
	}

	/**
	 * Lets fibers go on until nobody is to. Called by the program.
	 * @param next decides who goes on, on any thread; {@code null} for nobody
	 */
	void play(Supplier<@Nullable Fiber> next) {
		this.chooser = next;
		Fiber chosen = choose();
		while (chosen != null) {
			this.programsTurn = false;
			begin(chosen);
			chosen = awaitTurn();
			if (this.failure != null) {
				throw new IllegalStateException("A task of the simulation failed", this.failure);
			}
		}
	}

	private @Nullable Fiber choose() {
		Fiber next = this.chooser.get();
		if (next != null) {
			next.mayWait = any(next::mayMeet);
		}
		return next;
	}

	/**
	 * Passes a point where others may go on before this fiber does.
	 */
	void pass() {
		Worker worker = arrive();
		if (worker == null) {
			return;
		}
		Fiber fiber = worker.fiber();
		if (!this.dice.chance(this.switching)) {
			return;
		}
		fiber.inTurnOfKey = (fiber.inTurnOfKey || fiber.life().hasPending()) && Wait.isInTurnOfKey();
		this.ready.add(fiber);
		Fiber next = decide(worker);
		if (next == fiber) {
			this.current = fiber;
			return;
		}
		worker.rest();
		give(next);
		worker.awaitTurn();
		dieIfAsked(fiber);
	}

	/**
	 * Makes sure that the calling thread has the turn, which it may not have when it
	 * comes out of the engine.
	 * @return the worker, {@code null} if no fiber calls
	 */
	@Nullable Worker arrive() {
		Worker worker = Worker.inTurn();
		if (worker == null) {
			return null;
		}
		Fiber fiber = worker.fiber();
		if (fiber.waiting) {
			worker.rest();
			worker.awaitTurn();
		}
		dieIfAsked(fiber);
		return worker;
	}

	private static void dieIfAsked(Fiber fiber) {
		if (fiber.isDying()) {
			throw new NodeCrash();
		}
	}

	/**
	 * Goes on after a fiber has ended.
	 * @param worker what ran it
	 * @param fiber the fiber
	 * @return what the same thread runs next, {@code null} to wait for its turn
	 */
	@Nullable Fiber finished(Worker worker, Fiber fiber) {
		this.failure = fiber.failure();
		Fiber next = (this.failure == null) ? decide(worker) : null;
		if (next != null && next.worker == null) {
			next.worker = worker;
			this.current = next;
			return next;
		}
		worker.rest();
		this.workers.giveBack(worker);
		give(next);
		return null;
	}

	private @Nullable Fiber decide(Worker worker) {
		worker.deciding(true);
		this.current = null;
		this.waits.settle();
		Fiber next = choose();
		worker.deciding(false);
		return next;
	}

	private void give(@Nullable Fiber next) {
		if (next != null) {
			begin(next);
			return;
		}
		this.programsTurn = true;
		LockSupport.unpark(this.program);
	}

	private void begin(Fiber next) {
		Worker worker = (next.worker != null) ? next.worker : this.workers.take();
		next.worker = worker;
		this.current = next;
		worker.begin(next);
	}

	/**
	 * Looks after the fiber that has the turn until nobody is to go on.
	 * @return who goes on as that one began to wait, {@code null} for nobody
	 */
	private @Nullable Fiber awaitTurn() {
		long until = System.nanoTime() + PATIENCE.toNanos();
		while (!this.programsTurn) {
			LockSupport.parkNanos(this, POLL_NANOS);
			Fiber fiber = this.current;
			Wait awaited = (fiber != null) ? awaited(fiber) : null;
			if (fiber != null && awaited != null) {
				this.programsTurn = true;
				this.current = null;
				this.waits.add(fiber, awaited);
				this.waits.settle();
				return choose();
			}
			if (System.nanoTime() > until) {
				throw stuck();
			}
		}
		return null;
	}

	// What it waits for may be about to come, without a turn
	private @Nullable Wait awaited(Fiber fiber) {
		Worker worker = fiber.worker;
		Wait awaited = (worker != null && fiber.mayWait) ? worker.awaited() : null;
		if (worker == null || awaited == null || this.waits.any(Fiber::isComing)) {
			return null;
		}
		return (awaited.equals(worker.awaited()) && fiber == this.current) ? awaited : null;
	}

	/**
	 * Makes sure that nobody waits when everybody else is done.
	 */
	void requireNobodyWaits() {
		this.waits.requireNone();
	}

	private IllegalStateException stuck() {
		Fiber stuck = this.current;
		IllegalStateException failure = new IllegalStateException(
				"Nobody goes on: a fiber waits for what no other one will do");
		if (stuck != null && stuck.worker != null) {
			failure.setStackTrace(stuck.worker.calls());
		}
		return failure;
	}

	/**
	 * Ends all fibers of a node that crashed. Called by the program.
	 * @param life the life of the node
	 */
	void kill(Life life) {
		play(() -> {
			Fiber dying = this.ready.stream().filter((fiber) -> fiber.life() == life).findFirst().orElse(null);
			if (dying != null) {
				this.ready.remove(dying);
				dying.die();
			}
			return dying;
		});
	}

}
