package io.cachebridge.test.simulation;

import java.util.Objects;

/**
 * Tells how a program broke the contract: the rule, and what led to it.
 */
public final class CoherenceViolation extends AssertionError {

	private static final long serialVersionUID = 1L;

	private final long seed;

	CoherenceViolation(Simulation simulation) {
		super("Program %d: %s".formatted(simulation.seed(),
				Objects.requireNonNull(simulation.violation()).story(simulation.history())));
		this.seed = simulation.seed();
	}

	/**
	 * Returns the seed that plays this program again.
	 * @return the seed
	 */
	public long seed() {
		return this.seed;
	}

}
