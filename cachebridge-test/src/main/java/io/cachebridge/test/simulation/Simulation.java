package io.cachebridge.test.simulation;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CacheBackend;

/**
 * One program and its result.
 *
 * @param seed the number of the program
 * @param history what happened
 * @param violation what was wrong, {@code null} if nothing was
 */
record Simulation(long seed, History history, @Nullable Violation violation) {

	/**
	 * Plays a program.
	 * @param seed its number
	 * @param faults what may go wrong
	 * @param backend the store, empty
	 * @param workers the threads
	 * @return the result
	 */
	static Simulation play(long seed, Set<Fault> faults, CacheBackend backend, Workers workers) {
		World world = new World(seed, faults, backend, workers);
		try {
			new Program(world).play();
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("Program %d could not be played to its end".formatted(seed), ex);
		}
		finally {
			world.end();
		}
		return new Simulation(seed, world.history, new Checker(world.history).check());
	}

}
