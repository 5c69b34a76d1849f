package io.cachebridge.test.simulation;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The fibers of one program that wait inside the engine.
 */
final class Waits {

	/** Looked through by the thread of the program while a fiber may change it. */
	private final List<Fiber> waiting = new CopyOnWriteArrayList<>();

	private final Consumer<Fiber> ready;

	/**
	 * Creates an empty set.
	 * @param ready is given those that wait no more
	 */
	Waits(Consumer<Fiber> ready) {
		this.ready = ready;
	}

	int count() {
		return this.waiting.size();
	}

	boolean any(Predicate<Fiber> condition) {
		return this.waiting.stream().anyMatch(condition);
	}

	void add(Fiber fiber, Wait awaited) {
		fiber.awaited = awaited;
		fiber.waiting = true;
		this.waiting.add(fiber);
	}

	/**
	 * Lets those whose wait ended in the last turn come to their next seam, where they
	 * may end the wait of others.
	 */
	void settle() {
		boolean settled;
		do {
			Fiber woken = this.waiting.stream()
				.filter((fiber) -> Objects.requireNonNull(fiber.awaited).isOver())
				.findFirst()
				.orElse(null);
			settled = woken == null;
			if (woken != null) {
				wakeUp(woken, Objects.requireNonNull(woken.worker));
			}
		}
		while (!settled);
	}

	private void wakeUp(Fiber fiber, Worker worker) {
		this.waiting.remove(fiber);
		Wait again = worker.awaitArrival();
		if (again == null) {
			fiber.waiting = false;
			this.ready.accept(fiber);
		}
		else {
			add(fiber, again);
		}
	}

	/**
	 * Makes sure that nobody waits.
	 */
	void requireNone() {
		for (Fiber fiber : this.waiting) {
			IllegalStateException failure = new IllegalStateException("%s waits for what nobody does: %s"
				.formatted(fiber.operation(), Objects.requireNonNull(fiber.awaited).blocker()));
			failure.setStackTrace(Objects.requireNonNull(fiber.worker).calls());
			throw failure;
		}
	}

}
