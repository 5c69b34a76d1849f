package io.cachebridge.core;

import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fills and invalidations of one key from several threads, in scenarios that Lincheck
 * makes up and runs many times. Its model checker gives up on the map inside the tier.
 */
@Tag(Interleavings.TAG)
class LocalTierScenarioTests {

	@Test
	void nothingOldIsServedAfterAnInvalidation() {
		new StressOptions().iterations(20)
			.invocationsPerIteration(500)
			.threads(3)
			.actorsBefore(2)
			.actorsPerThread(3)
			.minimizeFailedScenario(false)
			.check(LocalTierScenario.class);
	}

}
