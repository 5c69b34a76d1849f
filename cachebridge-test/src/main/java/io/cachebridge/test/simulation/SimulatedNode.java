package io.cachebridge.test.simulation;

import java.time.Duration;

/**
 * One node, through all its lives.
 */
final class SimulatedNode {

	private static final int WRONG_BY_MINUTES = 15;

	private final World world;

	private final int number;

	private final Time.WrongClock clock;

	private int lives;

	private Life life;

	private NodeBackplane backplane;

	SimulatedNode(World world, int number) {
		this.world = world;
		this.number = number;
		this.clock = world.time.new WrongClock();
		this.life = new Life(number, 0);
		this.backplane = new NodeBackplane(world, this.life);
		world.start(this.life, this.clock, this.backplane);
		this.backplane.connect();
	}

	Life life() {
		return this.life;
	}

	NodeBackplane backplane() {
		return this.backplane;
	}

	void driftClock() {
		if (!this.world.weather.has(Fault.CLOCKS)) {
			return;
		}
		long minutes = this.world.dice.between(-WRONG_BY_MINUTES, WRONG_BY_MINUTES);
		boolean jumps = this.world.dice.chance(0.1);
		this.clock.err(Duration.ofMinutes(jumps ? minutes - 60 : minutes));
	}

	/**
	 * Ends this life at once, whatever is under way.
	 */
	void crash() {
		this.world.history.note(this.life, null, "crashes", null);
		this.life.die();
		this.world.network.leave(this.backplane);
		this.world.fibers.kill(this.life);
		this.world.buried(this.life);
		restart();
	}

	/**
	 * Ends this life in good order once no call is under way.
	 */
	void leave() {
		this.life.leave();
	}

	boolean canBeReplaced() {
		return this.life.isLeaving() && !this.world.fibers.any((fiber) -> fiber.life() == this.life);
	}

	void replace() {
		this.world.history.note(this.life, null, "is closed", null);
		this.life.close();
		restart();
	}

	private void restart() {
		this.lives++;
		this.life = new Life(this.number, this.lives);
		this.world.history.note(this.life, null, "starts", null);
		this.backplane = new NodeBackplane(this.world, this.life);
		this.world.start(this.life, this.clock, this.backplane);
		if (this.world.dice.chance(0.7)) {
			this.backplane.connect();
		}
	}

}
