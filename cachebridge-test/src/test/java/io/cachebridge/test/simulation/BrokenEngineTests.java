package io.cachebridge.test.simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulation notices whatever the engine lacks.
 */
@ExtendWith(QuietEngine.class)
class BrokenEngineTests {

	private static final long PROGRAMS = Long.getLong("cachebridge.simulation.broken-programs", 5000);

	@ParameterizedTest
	@EnumSource
	void isNoticed(Means means) throws ReflectiveOperationException {
		BrokenEngine engine = BrokenEngine.without(means);
		String noticed = engine.play(means.noticedBy(), 1);
		if (noticed.isEmpty()) {
			noticed = engine.play(1, PROGRAMS);
			System.out.printf("%s is noticed by another program: %.40s%n", means, noticed);
		}
		assertThat(noticed).as(means.name()).startsWith("Program ");
	}

	@Test
	void aCopyOfTheWholeEngineKeepsTheContract() throws ReflectiveOperationException {
		assertThat(BrokenEngine.whole().play(1, 50)).isEmpty();
	}

}
