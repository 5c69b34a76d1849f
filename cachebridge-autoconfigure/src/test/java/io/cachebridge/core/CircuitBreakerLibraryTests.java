package io.cachebridge.core;

import java.lang.reflect.Constructor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.OverridingClassLoader;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.CircuitBreakerSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * An application that has no Resilience4j.
 */
class CircuitBreakerLibraryTests {

	@Test
	void cachesWorkWithoutACircuitBreaker() throws Exception {
		assertThat(run(UsesCaches.class)).isEqualTo("100 failures, {}");
	}

	@Test
	void aCircuitBreakerThatIsConfiguredSaysWhatIsMissing() {
		assertThatThrownBy(() -> run(ConfiguresOne.class)).hasMessage("Backend 'store' cannot be created: a circuit "
				+ "breaker is configured, but its library is missing; add the dependency "
				+ "io.github.resilience4j:resilience4j-circuitbreaker, or set 'circuit-breaker.enabled' of the backend "
				+ "to false");
	}

	private static Object run(Class<? extends Callable<Object>> program) throws Exception {
		ClassLoader without = new OverridingClassLoader(new FilteredClassLoader("io.github.resilience4j")) {

			@Override
			protected boolean isEligibleForOverriding(String className) {
				return className.startsWith("io.cachebridge.");
			}

		};
		Constructor<?> constructor = without.loadClass(program.getName()).getDeclaredConstructor();
		constructor.setAccessible(true);
		return ((Callable<?>) constructor.newInstance()).call();
	}

	static final class UsesCaches implements Callable<Object> {

		@Override
		public Object call() {
			try (Cluster cluster = new Cluster(Shape.REMOTE)) {
				CacheBridgeCache cache = cluster.cache();
				cluster.store.failAlways();
				for (int i = 0; i < 100; i++) {
					cache.get("key");
				}
				return cache.statistics().backendFailures() + " failures, " + cluster.node(0).circuitBreakers();
			}
		}

	}

	static final class ConfiguresOne implements Callable<Object> {

		@Override
		public Object call() {
			CircuitBreakers breakers = new CircuitBreakers(new BackendRegistry(List.of(new Provider()), Map.of()),
					Ticker.system(), Clock.systemUTC());
			return breakers.guard("store", new CacheObserver("things", List.of()));
		}

	}

	private static final class Provider implements CacheBackendProvider {

		@Override
		public String type() {
			return "store";
		}

		@Override
		public CacheBackend create(String name, BackendLookup others) {
			return Shape.REMOTE.store();
		}

		@Override
		public CircuitBreakerSettings circuitBreaker(String name) {
			return new CircuitBreakerSettings(true, 50, 10, 50, Duration.ofSeconds(10), 3, true);
		}

	}

}
