package io.cachebridge.core;

import java.time.Duration;
import java.util.Set;

/**
 * Settings of values that are served beyond their time-to-live, because their load fails.
 *
 * @param enabled whether they are
 * @param maximumStale how long after it was loaded or put a value is served at most
 * @param throttle how long after a load has failed none is tried again on this node for
 * the same key, as long as there is such a value; zero to try each time
 * @param exceptions names of classes of exceptions that count as failures, their
 * subclasses included; errors, interruptions and cancellations never do
 * @param ignoredExceptions names of those that do not, because they are answers
 */
public record FailSafeSettings(boolean enabled, Duration maximumStale, Duration throttle, Set<String> exceptions,
		Set<String> ignoredExceptions) {

	/** What frameworks say where there is nothing, or not for this caller. */
	private static final Set<String> ANSWERS = Set.of("java.util.NoSuchElementException",
			"jakarta.persistence.EntityNotFoundException", "jakarta.persistence.NoResultException",
			"org.springframework.dao.EmptyResultDataAccessException",
			"org.springframework.orm.ObjectRetrievalFailureException",
			"org.springframework.security.access.AccessDeniedException",
			"org.springframework.security.core.AuthenticationException",
			"org.springframework.web.client.HttpClientErrorException$NotFound",
			"org.springframework.web.reactive.function.client.WebClientResponseException$NotFound");

	/** Nothing is served beyond its time-to-live. */
	public static final FailSafeSettings OFF = new FailSafeSettings(false, Duration.ofHours(1), Duration.ofSeconds(30),
			Set.of(Exception.class.getName()), ANSWERS);

	public FailSafeSettings {
		CacheSettings.requireNotNegative("failSafe.maximumStale", maximumStale);
		CacheSettings.requireNotNegative("failSafe.throttle", throttle);
		exceptions = Set.copyOf(exceptions);
		ignoredExceptions = Set.copyOf(ignoredExceptions);
	}

}
