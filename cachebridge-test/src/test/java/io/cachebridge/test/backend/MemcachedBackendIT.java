package io.cachebridge.test.backend;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.utils.AddrUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.cachebridge.backend.memcached.CacheBridgeMemcachedAutoConfiguration;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendHealth.Status;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.KeyDigest;
import io.cachebridge.spi.support.KeyEscape;
import io.cachebridge.test.server.MemcachedServerFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a Memcached server can do to a cache, other than going away.
 */
class MemcachedBackendIT {

	private static final StoredRecord STORED = StoredRecord.of(new byte[100], new Version(1, 1), null);

	@RegisterExtension
	static final MemcachedServerFixture memcached = MemcachedServerFixture.exclusive();

	@RegisterExtension
	static final MemcachedServerFixture small = MemcachedServerFixture.exclusive("-m", "8", "-I", "512k");

	@RegisterExtension
	static final MemcachedServerFixture large = MemcachedServerFixture.exclusive("-m", "128", "-I", "8m");

	@RegisterExtension
	static final MemcachedServerFixture guarded = MemcachedServerFixture.exclusive("-S");

	@RegisterExtension
	static final MemcachedServerFixture binaryOnly = MemcachedServerFixture.exclusive("-B", "binary");

	@RegisterExtension
	static final MemcachedServerFixture textOnly = MemcachedServerFixture.exclusive("-B", "ascii");

	@RegisterExtension
	static final ConfiguredBackends backends = ConfiguredBackends.of(CacheBridgeMemcachedAutoConfiguration.class)
		.with(MemcachedBackendIT::properties);

	private CacheBackend backend;

	static List<String> properties() {
		List<String> properties = new ArrayList<>();
		properties.add("cachebridge.memcached.servers=" + memcached.address());
		Map<String, Supplier<String>> instances = new LinkedHashMap<>();
		instances.put("small", small::address);
		instances.put("large", large::address);
		instances.put("guarded", guarded::address);
		instances.put("login", guarded::address);
		instances.put("binaryonly", binaryOnly::address);
		instances.put("textonly", textOnly::address);
		instances.forEach((name, address) -> properties.add(instance(name) + ".servers=" + address.get()));
		properties.addAll(List.of(instance("large") + ".maximum-item-size=8MB", instance("large") + ".timeout=30s",
				instance("guarded") + ".protocol=binary", instance("textonly") + ".protocol=binary",
				instance("login") + ".protocol=binary", instance("login") + ".username=somebody",
				instance("login") + ".password=hunter2"));
		return properties;
	}

	private static String instance(String name) {
		return "cachebridge.memcached.instances." + name;
	}

	private CacheBackend use(String name) {
		this.backend = backends.create(name);
		return this.backend;
	}

	@AfterEach
	void close() {
		if (this.backend != null) {
			this.backend.close();
		}
	}

	@Test
	void saysWhatToDoWhenTheServerTakesLessThanConfigured() {
		StoredRecord tooLarge = StoredRecord.of(new byte[600_000], new Version(1, 2), null);
		assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> use("small").put("secret", tooLarge))
			.withMessageContaining("lower 'maximum-item-size' or raise its option -I")
			.satisfies((failure) -> assertNotTold(failure, "secret"));
		this.backend.put("a", STORED);
		assertThat(this.backend.get("a")).isEqualTo(STORED);
	}

	@Test
	void missesWhatAFullServerDropped() {
		use("small");
		StoredRecord stored = StoredRecord.of(new byte[20_000], new Version(1, 3), null);
		for (int i = 0; i < 1500; i++) {
			this.backend.put("full" + i, stored);
		}
		int missing = 0;
		for (int i = 0; i < 1500; i++) {
			StoredRecord held = this.backend.get("full" + i);
			assertThat(held).isIn(stored, null);
			missing += (held != null) ? 0 : 1;
		}
		assertThat(missing).isPositive();
	}

	@Test
	void holdsAsMuchAsAServerWasToldToTake() {
		use("large");
		StoredRecord largest = StoredRecord.of(new byte[(int) this.backend.limits().maximumContentBytes()],
				new Version(1, 4), null);
		String longestKey = "k".repeat(this.backend.limits().maximumKeyBytes());
		this.backend.put(longestKey, largest);
		assertThat(this.backend.get(longestKey)).isEqualTo(largest);
	}

	@Test
	void missesWhatWasFlushed() {
		use("memcached").put("a", STORED);
		this.backend.increment("n", 5, null);
		memcached.flush();
		assertThat(this.backend.get("a")).isNull();
		assertThat(this.backend.getAll(List.of("a"))).isEmpty();
		assertThat(this.backend.putIf("a", STORED, STORED).applied()).isFalse();
		assertThat(this.backend.increment("n", 5, null)).isEqualTo(5);
	}

	@Test
	void handsOutForeignBytesUnderALongKey() {
		use("memcached");
		String key = "k".repeat(300);
		String digest = "~" + KeyDigest.full(key);
		for (byte[] foreign : List.of(new byte[0], new byte[] { 0, 0, 1 }, new byte[] { 0, 0, 1, 44, 'k' },
				new byte[] { -1, -1, -1, -1, 0 }, new byte[400])) {
			memcached.set(KeyEscape.escape(key).substring(0, 250 - digest.length()) + digest, foreign);
			StoredRecord held = this.backend.get(key);
			assertThat(held).isEqualTo(StoredRecord.of(foreign, Version.NONE, null));
			assertThat(this.backend.putIf(key, held, STORED).applied()).isTrue();
			assertThat(this.backend.get(key)).isEqualTo(STORED);
		}
	}

	@Test
	void refusesAKeyOverTheLimit() {
		String key = "k".repeat(5000);
		assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> use("memcached").put(key, STORED))
			.withMessageContaining("5000 bytes")
			.satisfies((failure) -> assertNotTold(failure, "kkkk"));
	}

	@Test
	void keepsAnExpiryOfThirtyDaysAndMore() {
		use("memcached");
		for (int days : List.of(29, 30, 31, 400, 20_000)) {
			StoredRecord stored = StoredRecord.of(new byte[1], new Version(1, days),
					Instant.now().plusSeconds(days * 86_400L));
			this.backend.put("days", stored);
			assertThat(this.backend.get("days")).isEqualTo(stored);
		}
	}

	@Test
	void saysThatALoginIsMissing() {
		assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> use("guarded").get("a"))
			.withMessageContaining("set username and password");
		assertThat(this.backend.health().status()).isEqualTo(Status.DOWN);
	}

	@Test
	void saysThatALoginIsRefusedWithoutTellingThePassword() {
		assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> use("login").put("a", STORED))
			.withMessageContaining("check username and password")
			.satisfies((failure) -> assertNotTold(failure, "hunter2"));
		BackendHealth health = this.backend.health();
		assertThat(health.status()).isEqualTo(Status.DOWN);
		assertThat(health.toString()).doesNotContain("hunter2");
	}

	@Test
	void failsWithTheOtherProtocol() {
		assertThatExceptionOfType(CacheBackendException.class).isThrownBy(() -> use("binaryonly").get("a"));
		this.backend.close();
		assertThatExceptionOfType(CacheBackendException.class).isThrownBy(() -> use("textonly").get("a"));
	}

	@Test
	void usesTheClientOfTheApplication() throws Exception {
		XMemcachedClientBuilder builder = new XMemcachedClientBuilder(AddrUtil.getAddresses(memcached.address()));
		builder.setFailureMode(true);
		MemcachedClient client = builder.build();
		new ApplicationContextRunner().withUserConfiguration(CacheBridgeMemcachedAutoConfiguration.class)
			.withBean("client", MemcachedClient.class, () -> client)
			.run((context) -> {
				CacheBackend shared = context.getBean(CacheBackendProvider.class).create("memcached", (name) -> {
					throw new IllegalArgumentException(name);
				});
				assertThat(shared.capabilities()).contains(Capability.CONDITIONAL_PUT);
				shared.put("shared", STORED);
				assertThat(shared.get("shared")).isEqualTo(STORED);
				assertThat(shared.getAll(List.of("shared"))).containsEntry("shared", STORED);
				assertThat(shared.health().status()).isEqualTo(Status.UP);
				assertThat(shared.incarnation()).isNotNull();
				shared.close();
				assertThat(client.isShutdown()).isFalse();
				memcached.kill();
				assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> shared.get("shared"));
				assertThat(shared.health().status()).isEqualTo(Status.DOWN);
			});
		client.shutdown();
		memcached.start();
	}

	private static void assertNotTold(Throwable failure, String secret) {
		for (Throwable next = failure; next != null; next = next.getCause()) {
			assertThat(next.toString()).doesNotContain(secret);
		}
	}

}
