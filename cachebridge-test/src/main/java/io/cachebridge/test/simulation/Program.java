package io.cachebridge.test.simulation;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.test.simulation.NodeBackplane.Link;

/**
 * Draws and plays the steps of one program: calls, messages, faults and the passing of
 * time in any order, and at the end a look at everything from everywhere once the faults
 * are over.
 */
final class Program {

	static final List<String> KEYS = List.of("a", "b", "c");

	static final int STEPS = 200;

	private static final Duration RECOVERY_STEP = Duration.ofSeconds(2);

	/**
	 * After this every circuit breaker lets calls through, also one that has opened in
	 * the first step.
	 */
	private static final Duration STORE_LEFT_ALONE = CircuitBreakerSettings.DEFAULT.open()
		.plus(RECOVERY_STEP.multipliedBy(2));

	/** After this a store is read that was found to be back in the first step. */
	private static final Duration STORE_NOT_READ = Duration.ofSeconds(6);

	private static final Operation.Kind[] KINDS = Operation.Kind.values();

	private final World world;

	private final Calls calls;

	private final Dice dice;

	private final List<String> keys;

	private final int[] kinds;

	private final int[] happenings;

	private final int callers;

	private int steps;

	/** What only the program itself can do. */
	private @Nullable Runnable left;

	Program(World world) {
		this.world = world;
		this.calls = new Calls(world);
		this.dice = world.dice;
		this.keys = KEYS.subList(0, 1 + this.dice.below(KEYS.size()));
		this.kinds = IntStream.range(0, KINDS.length).map((kind) -> weight(KINDS[kind])).toArray();
		this.happenings = new int[] { 80, this.dice.below(8), this.dice.below(10), this.dice.below(6),
				this.dice.below(4), this.dice.below(4) };
		this.callers = 2 + this.dice.below(8);
	}

	// Some programs do little of one thing and much of another
	private int weight(Operation.Kind kind) {
		return switch (kind) {
			case LOOK -> 1 + this.dice.below(20);
			case LOAD_TAGGED -> this.dice.below(20);
			case LOAD -> 5 + this.dice.below(30);
			case RETRIEVE -> this.world.isPatient() ? this.dice.below(20) : 0;
			case EVICT, PUT -> 1 + this.dice.below(15);
			case CLEAR, EVICT_TAG, PUT_TAGGED -> this.dice.below(8);
			case RETRIEVE_LOOK, PUT_IF_ABSENT, EVICT_IF_PRESENT -> this.dice.below(6);
			case INVALIDATE -> this.dice.below(2);
			case RECOVERY -> 0;
		};
	}

	void play() {
		do {
			this.world.fibers.play(this::next);
			doWhatIsLeft();
		}
		while (this.steps < STEPS);
		calm();
		lookEverywhere();
		if (this.world.settings.timeToLive().isZero() && this.dice.chance(0.3)) {
			recover(this.world.wasStoreLeftAlone() ? STORE_LEFT_ALONE : RECOVERY_STEP);
			putEverywhere(false);
			if (this.world.wasStoreLeftAlone()) {
				recover(STORE_NOT_READ);
			}
			putEverywhere(true);
		}
	}

	// Goes on until somebody has to, or something must not happen within a turn
	private @Nullable Fiber next() {
		while (this.steps < STEPS && this.left == null
				&& this.world.nodes().stream().noneMatch(SimulatedNode::canBeReplaced)) {
			int call = (this.world.fibers.count() < this.callers) ? 10 : 0;
			int resume = Math.min(this.world.fibers.readyCount(), 1) * 30;
			int deliver = Math.min(this.world.network.underWay(), 1) * 10;
			if (call + resume + deliver == 0) {
				this.world.fibers.requireNobodyWaits();
				throw new IllegalStateException("Nobody goes on, as callers wait for each other's loads");
			}
			switch (this.dice.weighted(call, resume, deliver)) {
				case 0 -> {
					step();
					this.steps++;
				}
				case 1 -> {
					return this.world.fibers.takeAny();
				}
				default -> this.world.network.deliverAny();
			}
		}
		return null;
	}

	private void doWhatIsLeft() {
		Runnable todo = this.left;
		this.left = null;
		if (todo != null) {
			todo.run();
		}
		this.world.nodes().stream().filter(SimulatedNode::canBeReplaced).forEach(SimulatedNode::replace);
	}

	private void step() {
		switch (this.dice.weighted(this.happenings)) {
			case 0 -> call();
			case 1 -> timePasses();
			case 2 -> connectionChanges();
			case 3 -> storeChanges();
			case 4 -> nodeChanges();
			default -> this.dice.any(this.world.nodes()).driftClock();
		}
	}

	private void call() {
		SimulatedNode node = this.dice.any(this.world.nodes());
		if (node.life().takesCalls()) {
			Operation.Kind kind = KINDS[this.dice.weighted(this.kinds)];
			this.calls.begin(kind, node.life(), kind.concernsOneKey() ? this.dice.any(this.keys) : null);
		}
	}

	private void timePasses() {
		long limit = this.dice.chance(0.2) ? World.LOCAL_TIME_TO_LIVE.toMillis() * 2 : 1000;
		Duration duration = Duration.ofMillis(this.dice.between(1, limit));
		this.world.time.advance(duration);
		this.world.history.note(null, null, "time passes:", duration);
		this.world.nodes().forEach((node) -> node.life().timePasses());
	}

	private void connectionChanges() {
		NodeBackplane backplane = this.dice.any(this.world.nodes()).backplane();
		boolean told = this.world.weather.has(Fault.DISCONNECTS);
		boolean untold = this.world.weather.has(Fault.MESSAGES_LOST);
		if (backplane.link() == Link.DISCONNECTED) {
			backplane.connect();
		}
		else if (backplane.link() == Link.INTERRUPTED) {
			if (told && (!untold || this.dice.chance(0.5))) {
				backplane.disconnect();
			}
			else {
				backplane.mend();
			}
		}
		else if (told && this.dice.chance(0.2)) {
			backplane.connect();
		}
		else if (told || untold) {
			backplane.interrupt();
		}
	}

	private void storeChanges() {
		if (this.world.weather.has(Fault.STORE_RESTARTS) && this.dice.chance(0.1)) {
			this.world.store.loseEverything();
			this.world.history.note(null, null, "the store restarts empty", null);
		}
		else if (this.world.weather.has(Fault.STORE_FORGETS) && this.dice.chance(0.6)) {
			List<String> held = this.world.store.keys();
			if (!held.isEmpty()) {
				String lost = this.dice.any(held);
				this.world.store.lose(lost);
				this.world.history.note(null, null, "the store forgets", lost);
			}
		}
		else {
			this.world.weather.outage(this.dice.chance(0.5));
		}
	}

	private void nodeChanges() {
		SimulatedNode node = this.dice.any(this.world.nodes());
		if (this.world.weather.has(Fault.CRASHES) && this.dice.chance(0.5)) {
			this.left = node::crash;
		}
		else if (this.world.weather.has(Fault.REPLACEMENTS)) {
			node.leave();
		}
	}

	private void calm() {
		this.world.weather.clear();
		settle();
		for (SimulatedNode node : this.world.nodes()) {
			if (node.backplane().link() == Link.INTERRUPTED) {
				node.backplane().disconnect();
			}
			if (node.backplane().link() == Link.DISCONNECTED) {
				node.backplane().connect();
			}
		}
	}

	private void settle() {
		this.world.fibers.play(this::nextToSettle);
		doWhatIsLeft();
		this.world.fibers.requireNobodyWaits();
	}

	private @Nullable Fiber nextToSettle() {
		while (this.world.fibers.readyCount() + this.world.network.underWay() > 0) {
			if (this.dice.weighted(this.world.fibers.readyCount(), this.world.network.underWay()) == 0) {
				return this.world.fibers.takeAny();
			}
			this.world.network.deliverAny();
		}
		return null;
	}

	private void lookEverywhere() {
		for (String key : KEYS) {
			for (SimulatedNode node : this.world.nodes()) {
				this.calls.begin(Operation.Kind.LOOK, node.life(), key);
				settle();
			}
		}
	}

	private void recover(Duration time) {
		for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(RECOVERY_STEP)) {
			this.world.time.advance(RECOVERY_STEP);
			this.world.nodes().forEach((node) -> node.life().timePasses());
			settle();
		}
	}

	// Twice from each node, as the tags take turns
	private void putEverywhere(boolean mustBeFound) {
		for (SimulatedNode writer : List.copyOf(this.world.nodes())) {
			for (int i = 0; i < 2; i++) {
				this.calls.begin(Operation.Kind.PUT_TAGGED, writer.life(), KEYS.get(0));
				settle();
				for (SimulatedNode reader : this.world.nodes()) {
					this.calls.begin(Operation.Kind.LOOK, reader.life(), KEYS.get(0)).mustFind = mustBeFound;
				}
				settle();
			}
		}
	}

}
