package io.cachebridge.test;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A store that is away is told as such by every operation, and to nobody else's harm.
 */
interface FailureContract extends BackendUnderTest {

	/** One that has a default may fail as the one that it is made of. */
	Set<String> OPERATIONS = Stream.of(CacheBackend.class.getMethods())
		.map(Method::getName)
		.collect(Collectors.toUnmodifiableSet());

	@Test
	default void tellsThatStoreIsAway() throws Exception {
		CacheBackend away = unreachableInstance();
		operations(away, key("secret"))
			.forEach((operation, call) -> assertThatExceptionOfType(BackendUnavailableException.class).as(operation)
				.isThrownBy(call)
				.satisfies((failure) -> {
					assertThat(failure.operation()).isIn(OPERATIONS);
					assertThat(failure.backend()).isNotBlank();
					assertThat(failure.isRetryable()).isTrue();
					assertThat(failure).hasMessageNotContaining(key("secret"));
				}));
	}

	@Test
	default void isDownWhenStoreIsAway() throws Exception {
		BackendHealth health = unreachableInstance().health();
		assertThat(health.status()).isEqualTo(BackendHealth.Status.DOWN);
		assertThat(health.latency()).isGreaterThanOrEqualTo(Duration.ZERO);
	}

	@Test
	default void answersForItselfWhenStoreIsAway() throws Exception {
		CacheBackend away = unreachableInstance();
		assertThat(away.capabilities()).isEqualTo(backend().capabilities());
		assertThat(away.limits()).isEqualTo(backend().limits());
		assertThatCode(away::close).doesNotThrowAnyException();
	}

	private Map<String, ThrowingCallable> operations(CacheBackend away, String key) {
		Set<Capability> capabilities = away.capabilities();
		Map<String, ThrowingCallable> operations = new LinkedHashMap<>();
		operations.put("get", () -> away.get(key));
		operations.put("put", () -> away.put(key, stored("content")));
		operations.put("delete", () -> away.delete(key));
		operations.put("getAll", () -> away.getAll(List.of(key)));
		operations.put("headers", () -> away.headers(List.of(key)));
		operations.put("putAll", () -> away.putAll(Map.of(key, stored("content"))));
		if (capabilities.contains(Capability.CONDITIONAL_PUT)) {
			operations.put("putIf", () -> away.putIf(key, null, stored("content")));
		}
		if (capabilities.contains(Capability.ENUMERATION)) {
			operations.put("keys", () -> {
				try (Stream<String> keys = away.keys(key)) {
					assertThat(keys.count()).isNotNegative();
				}
			});
			operations.put("deleteByPrefix", () -> away.deleteByPrefix(key));
		}
		if (capabilities.contains(Capability.COUNTER)) {
			operations.put("increment", () -> away.increment(key, 1, null));
		}
		if (!capabilities.contains(Capability.NATIVE_EXPIRY)) {
			operations.put("prune (declare NATIVE_EXPIRY or override it)", () -> away.prune(Instant.now()));
		}
		return operations;
	}

}
