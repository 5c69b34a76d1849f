package io.cachebridge.samples.stores;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the application shows on any store.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class StoreContract {

	private final String store;

	/** In front of all keys, so that what other tests left is not found. */
	private final String name = "stores-" + UUID.randomUUID();

	StoreContract(String store) {
		this.store = store;
	}

	/**
	 * Returns what is not as in the profile.
	 * @return properties
	 */
	protected abstract List<String> properties();

	/**
	 * Tells how often the method runs when the application is started once more.
	 * @return only after the eviction, unless overridden
	 */
	protected int callsAfterRestart() {
		return 1;
	}

	@Test
	void runsTheMethodOnceBeforeAndOnceAfterTheEviction(CapturedOutput output) {
		start();
		assertThat(output).contains(this.store + " is UP", "held in " + this.store + " (");
		assertThat(calls(output)).isEqualTo(2);
	}

	@Test
	void findsOnNextStartWhatTheStoreHasKept(CapturedOutput output) {
		start();
		int before = calls(output);
		start();
		assertThat(calls(output) - before).isEqualTo(callsAfterRestart());
	}

	private void start() {
		StoresApplication.main(Stream
			.concat(Stream.of("spring.profiles.active=" + this.store, "spring.application.name=" + this.name,
					"cachebridge.defaults.on-error=throw", "forecasts.delay=1ms"), properties().stream())
			.map((property) -> "--" + property)
			.toArray(String[]::new));
	}

	private static int calls(CapturedOutput output) {
		return StringUtils.countOccurrencesOf(output.getOut(), "Computing the forecast of");
	}

}
