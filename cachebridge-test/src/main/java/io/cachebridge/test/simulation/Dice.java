package io.cachebridge.test.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Decides everything that is left to chance in one program, by its seed.
 */
final class Dice {

	private final SplittableRandom random;

	Dice(long seed) {
		this.random = new SplittableRandom(seed);
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

	long between(long least, long most) {
		return least + this.random.nextLong(most - least + 1);
	}

	boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	<T> T any(List<T> list) {
		return list.get(below(list.size()));
	}

	/**
	 * Chooses a place in proportion to its weight.
	 * @param weights the weights, not all zero
	 * @return an index
	 */
	int weighted(int... weights) {
		int sum = 0;
		for (int weight : weights) {
			sum += weight;
		}
		int left = below(sum);
		int index = 0;
		while (left >= weights[index]) {
			left -= weights[index++];
		}
		return index;
	}

}
