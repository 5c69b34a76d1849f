package io.cachebridge.test.simulation;

import java.util.EnumSet;
import java.util.Set;

/**
 * Decides what goes wrong in one program.
 */
final class Weather {

	private final Dice dice;

	private final Set<Fault> faults = EnumSet.noneOf(Fault.class);

	private final double usual;

	private boolean outage;

	Weather(Dice dice, Set<Fault> possible) {
		this.dice = dice;
		// In the order of their names in the code, whatever kind of set it is
		possible.stream().sorted().filter((fault) -> dice.chance(likely(fault))).forEach(this.faults::add);
		this.usual = 0.1 * dice.below(100) / 100;
	}

	// What was not acknowledged tells less of the other means
	private static double likely(Fault fault) {
		return (fault != Fault.STORE_WRITES) ? 0.5 : 0.25;
	}

	boolean has(Fault fault) {
		return this.faults.contains(fault);
	}

	/**
	 * Decides whether something goes wrong now.
	 * @param fault what
	 * @return {@code true} if it does
	 */
	boolean strikes(Fault fault) {
		return has(fault) && this.dice.chance(this.usual);
	}

	/**
	 * Decides whether a call of the store goes wrong.
	 * @param fault what
	 * @return {@code true} if it does
	 */
	boolean strikesStore(Fault fault) {
		return has(fault) && this.dice.chance(this.outage ? 0.7 : this.usual);
	}

	void outage(boolean begins) {
		this.outage = begins;
	}

	void clear() {
		this.faults.clear();
	}

}
