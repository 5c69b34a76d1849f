package io.cachebridge.test.backend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.server.ConsulServerFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An agent with access control lets in whoever has a token for the prefix, and nobody
 * else; no token is ever shown.
 */
class ConsulPermissionsIT {

	@RegisterExtension
	static final ConsulServerFixture consul = ConsulServerFixture.withAccessControl();

	private static final StoredRecord STORED = StoredRecord.of(new byte[100], new Version(1, 1), null);

	@Test
	void worksWithATokenForThePrefix() {
		String token = consul.tokenFor("key_prefix \"cachebridge\" { policy = \"write\" }");
		try (CacheBackend backend = backend("cachebridge.consul.token=" + token)) {
			assertWorks(backend);
		}
	}

	@Test
	void takesTheTokenOfSpringCloudConsul() {
		String token = consul.tokenFor("key_prefix \"cachebridge\" { policy = \"write\" }");
		for (String property : List.of("spring.cloud.consul.config.acl-token",
				"spring.cloud.consul.discovery.acl-token", "spring.cloud.consul.token", "consul.token")) {
			try (CacheBackend backend = backend(property + "=" + token)) {
				assertWorks(backend);
			}
		}
	}

	@Test
	void everyOperationIsRejectedWithoutAToken() {
		try (CacheBackend backend = backend("cachebridge.consul.timeout=5s")) {
			operations(backend)
				.forEach((operation, call) -> assertThatExceptionOfType(BackendRejectedException.class).as(operation)
					.isThrownBy(call)
					.withMessageContaining("'cachebridge.consul.token'")
					.withMessageContaining("key_prefix \"cachebridge\""));
			assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		}
	}

	@Test
	void everyOperationIsRejectedWithAnUnknownTokenWhichIsNotShown() {
		String token = UUID.randomUUID().toString();
		try (CacheBackend backend = backend("cachebridge.consul.token=" + token)) {
			Map<String, ThrowingCallable> operations = operations(backend);
			operations.put("keys", () -> backend.keys("").close());
			operations.put("getAll", () -> backend.getAll(List.of("a")));
			operations
				.forEach((operation, call) -> assertThatExceptionOfType(BackendRejectedException.class).as(operation)
					.isThrownBy(call)
					.satisfies((failure) -> assertHides(failure, token)));
			BackendHealth health = backend.health();
			assertThat(health.status()).isEqualTo(BackendHealth.Status.DOWN);
			assertThat(health.toString()).doesNotContain(token);
		}
	}

	@Test
	void readsButDoesNotWriteWithATokenToRead() {
		String token = consul.tokenFor("key_prefix \"cachebridge\" { policy = \"read\" }");
		consul.call("PUT", "/v1/kv/cachebridge/readable.", new byte[10]);
		try (CacheBackend backend = backend("cachebridge.consul.token=" + token)) {
			assertThat(backend.get("readable")).isNotNull();
			assertThat(backend.getAll(List.of("readable"))).containsKey("readable");
			assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.UP);
			writes(backend).forEach((operation,
					call) -> assertThatExceptionOfType(BackendRejectedException.class).as(operation).isThrownBy(call));
			assertThat(backend.get("readable")).isNotNull();
		}
	}

	private static void assertWorks(CacheBackend backend) {
		String key = UUID.randomUUID().toString();
		backend.put(key, STORED);
		assertThat(backend.get(key)).isEqualTo(STORED);
		assertThat(backend.putIf(key, backend.get(key), STORED).applied()).isTrue();
		assertThat(backend.getAll(List.of(key))).containsKey(key);
		try (Stream<String> keys = backend.keys(key)) {
			assertThat(keys).containsExactly(key);
		}
		assertThat(backend.delete(key)).isEqualTo(Removal.PRESENT);
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.UP);
	}

	private static void assertHides(Throwable failure, String token) {
		for (Throwable next = failure; next != null; next = next.getCause()) {
			assertThat(next.toString()).doesNotContain(token);
		}
	}

	/**
	 * Without those that Consul answers with nothing to whom it denies reading.
	 */
	private static Map<String, ThrowingCallable> operations(CacheBackend backend) {
		Map<String, ThrowingCallable> operations = writes(backend);
		operations.put("get", () -> backend.get("a"));
		return operations;
	}

	private static Map<String, ThrowingCallable> writes(CacheBackend backend) {
		return new HashMap<>(Map.of("put", () -> backend.put("a", STORED), "delete", () -> backend.delete("readable"),
				"putAll", () -> backend.putAll(Map.of("a", STORED, "b", STORED)), "putIf",
				() -> backend.putIf("a", null, STORED), "large putIf",
				() -> backend.putIf("a", null, StoredRecord.of(new byte[500_000], new Version(1, 1), null)),
				"increment", () -> backend.increment("a", 1, null)));
	}

	private static CacheBackend backend(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("spring.cloud.consul.host=" + consul.host());
		all.add("spring.cloud.consul.port=" + consul.port());
		return ConsulBackendContractIT.consulAt(() -> all).create("consul");
	}

}
