package io.cachebridge.test.simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run of the simulation with each build. Other programs, more or fewer, with
 * {@code -Dcachebridge.simulation.programs} and {@code -Dcachebridge.simulation.seed}.
 */
@ExtendWith(QuietEngine.class)
class CoherenceSimulationTests {

	private static final long PROGRAMS = Long.getLong("cachebridge.simulation.programs", 4_000);

	private static final long SEED = Long.getLong("cachebridge.simulation.seed", 1);

	@Test
	void theContractIsKept() {
		System.out.printf("Programs %d to %d%n", SEED, SEED + PROGRAMS - 1);
		CoherenceSimulation.programs(PROGRAMS).from(SEED).run();
	}

	@Test
	void theSameSeedPlaysTheSameSteps() {
		CoherenceSimulation simulation = CoherenceSimulation.programs(1);
		for (long seed = SEED; seed < SEED + 20; seed++) {
			String history = simulation.history(seed);
			assertThat(history).contains("returns");
			assertThat(simulation.history(seed)).isEqualTo(history);
		}
	}

	@Test
	void anotherSeedPlaysOtherSteps() {
		CoherenceSimulation simulation = CoherenceSimulation.programs(1);
		assertThat(simulation.history(SEED)).isNotEqualTo(simulation.history(SEED + 1));
	}

}
