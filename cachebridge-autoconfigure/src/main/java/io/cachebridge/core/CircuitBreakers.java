package io.cachebridge.core;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.ClassUtils;

import io.cachebridge.core.CircuitBreakerStatus.State;
import io.cachebridge.spi.CircuitBreakerSettings;

/**
 * The circuit breakers of the backends that caches of one manager use. Without the
 * library that they are made of there are none.
 */
final class CircuitBreakers {

	private static final Log logger = LogFactory.getLog(CircuitBreakers.class);

	private static final boolean RESILIENCE4J = ClassUtils
		.isPresent("io.github.resilience4j.circuitbreaker.CircuitBreaker", CircuitBreakers.class.getClassLoader());

	private final BackendRegistry backends;

	private final Ticker ticker;

	private final Clock clock;

	private final Map<String, CallGuard> guards = new ConcurrentHashMap<>();

	CircuitBreakers(BackendRegistry backends, Ticker ticker, Clock clock) {
		this.backends = backends;
		this.ticker = ticker;
		this.clock = clock;
	}

	/**
	 * Returns what stands between caches and a backend.
	 * @param backend the name of the backend
	 * @param observer is told what becomes of it, if it is asked for the first time
	 * @return the same for all caches
	 * @throws InvalidBackendException if there should be a circuit breaker and cannot be
	 */
	CallGuard guard(String backend, CacheObserver observer) {
		CallGuard known = this.guards.get(backend);
		if (known != null) {
			return known;
		}
		CallGuard created = create(backend, observer);
		CallGuard present = this.guards.putIfAbsent(backend, created);
		CircuitBreakerStatus status = (present != null) ? null : created.status();
		if (status != null) {
			observer.circuitBreakerIs(status);
		}
		return (present != null) ? present : created;
	}

	private CallGuard create(String backend, CacheObserver observer) {
		CircuitBreakerSettings settings = this.backends.circuitBreaker(backend);
		if (settings.enabled() && !RESILIENCE4J && settings.required()) {
			throw new InvalidBackendException(backend,
					new IllegalArgumentException("a circuit breaker is configured, but its library is missing; add the "
							+ "dependency io.github.resilience4j:resilience4j-circuitbreaker, or set "
							+ "'circuit-breaker.enabled' of the backend to false"));
		}
		if (!settings.enabled() || !RESILIENCE4J) {
			return CallGuard.NONE;
		}
		return new BackendBreaker(backend, settings, this.ticker, this.clock, (before, status) -> {
			log(before, status, settings);
			observer.circuitBreakerIs(status);
		});
	}

	// That the backend fails and works again is logged by its status; this is what the
	// caches do about it. While nothing changes but that it was tried in vain, nothing is
	private static void log(State before, CircuitBreakerStatus status, CircuitBreakerSettings settings) {
		String message = "The circuit breaker of backend '%s' is ".formatted(status.backend());
		if (status.state() == State.CLOSED) {
			logger.info(message
					+ "closed: it is written to, and read again in %ds".formatted(BreakerPhases.SETTLING.toSeconds()));
		}
		else if (status.state() == State.OPEN && before == State.CLOSED) {
			logger.warn(message + "open: its last calls failed, so it is not called for %s".formatted(settings.open()));
		}
		else {
			logger.debug(message + status.state());
		}
	}

	Map<String, CircuitBreakerStatus> statuses() {
		Map<String, CircuitBreakerStatus> statuses = new TreeMap<>();
		this.guards.forEach((name, guard) -> {
			CircuitBreakerStatus status = guard.status();
			if (status != null) {
				statuses.put(name, status);
			}
		});
		return statuses;
	}

}
