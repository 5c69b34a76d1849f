package io.cachebridge.test.backend;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.cachebridge.backend.http.CacheBridgeHttpAutoConfiguration;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.server.HttpServerFixture;
import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What becomes of operations when the server is not as it should be.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class HttpBackendTroubleIT {

	private static final String KEY = "shop:products:secret";

	private static final AtomicLong SEQUENCE = new AtomicLong();

	@RegisterExtension
	static final HttpServerFixture server = HttpServerFixture.exclusive();

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	@BeforeEach
	void behave() {
		server.start();
		server.misbehave("");
		try (CacheBackend backend = backend()) {
			backend.delete(KEY);
		}
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	@Test
	void tellsThatCredentialsAreRefusedAndShowsNone() {
		server.misbehave("token=right-token");
		CacheBackend backend = backend("cachebridge.http.token=wrong-token", "cachebridge.http.headers.X-Key=hidden");
		assertRejected(() -> backend.get(KEY), "answers 401", "'cachebridge.http.token'");
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		assertThat(backend.health().details().toString()).doesNotContain("wrong-token", "hidden");
		CacheBackend trusted = backend("cachebridge.http.token=right-token");
		StoredRecord written = stored();
		trusted.put(KEY, written);
		assertThat(trusted.get(KEY)).isEqualTo(written);
	}

	@Test
	void tellsThatThereIsNoSuchPlace() {
		CacheBackend backend = backend("cachebridge.http.url=" + server.url() + "/nowhere/{key}");
		assertThat(backend.get(KEY)).isNull();
		assertRejected(() -> backend.put(KEY, stored()), "answers 404", "'cachebridge.http.url'");
	}

	@Test
	void tellsThatTheMethodIsNotAllowed() {
		CacheBackend backend = backend("cachebridge.http.put-method=PATCH");
		assertRejected(() -> backend.put(KEY, stored()), "answers 405", "'cachebridge.http.put-method'");
	}

	@Test
	void readsFromServerThatDoesNotLetItWrite() {
		CacheBackend backend = backend();
		StoredRecord written = stored();
		backend.put(KEY, written);
		server.misbehave("fault=status&value=403&method=PUT");
		assertThat(backend.get(KEY)).isEqualTo(written);
		assertRejected(() -> backend.put(KEY, stored()), "answers 403");
		assertRejected(() -> backend.putIf(KEY, null, stored()), "answers 403");
	}

	@Test
	void tellsThatValueIsTooLargeForTheServer() {
		CacheBackend backend = backend();
		server.misbehave("fault=status&value=413&method=PUT");
		assertRejected(() -> backend.put(KEY, stored()), "answers 413", "'cachebridge.http.maximum-value-size'");
	}

	@Test
	void refusesKeyOverTheLimitWithoutAsking() {
		CacheBackend backend = backend("cachebridge.http.maximum-key-bytes=128");
		String key = "k".repeat(129);
		assertRejected(() -> backend.put(key, stored()), "129 bytes", "'cachebridge.http.maximum-key-bytes'");
		assertRejected(() -> backend.get(key), "129 bytes");
	}

	@Test
	void followsNoRedirect() {
		CacheBackend backend = backend();
		server.misbehave("fault=status&value=302&header=Location:" + server.url() + "/cache/elsewhere");
		assertRejected(() -> backend.get(KEY), "answers 302", "redirect", "'cachebridge.http.url'");
	}

	@Test
	void tellsThatDiskIsFull() {
		CacheBackend backend = backend();
		server.misbehave("fault=status&value=507&method=PUT");
		assertUnavailable(() -> backend.put(KEY, stored()), "answers 507", "disk is full");
	}

	@Test
	void comesThroughPassingErrors() {
		CacheBackend backend = backend("cachebridge.http.timeout=10s");
		StoredRecord written = stored();
		server.misbehave("fault=status&value=429&times=2&header=Retry-After:0");
		backend.put(KEY, written);
		server.misbehave("fault=status&value=503&times=2");
		assertThat(backend.get(KEY)).isEqualTo(written);
		server.misbehave("fault=status&value=500&times=3");
		assertThat(backend.delete(KEY)).isEqualTo(Removal.UNKNOWN);
	}

	@Test
	void givesUpOnErrorsThatStay() {
		CacheBackend backend = backend("cachebridge.http.timeout=10s");
		server.misbehave("fault=status&value=503");
		assertUnavailable(() -> backend.get(KEY), "answers 503");
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
	}

	@Test
	void doesNotWaitLongerThanItHasTime() {
		CacheBackend backend = backend("cachebridge.http.timeout=5s");
		server.misbehave("fault=status&value=429&header=Retry-After:30");
		long start = System.nanoTime();
		assertUnavailable(() -> backend.get(KEY), "answers 429");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
	}

	@Test
	void takesAnswerWithoutEndForForeign() {
		CacheBackend backend = backend("cachebridge.http.timeout=20s", "cachebridge.http.maximum-value-size=1MB");
		server.misbehave("fault=huge&method=GET");
		StoredRecord held = backend.get(KEY);
		assertThat(held).isNotNull();
		assertThat(held.version()).isEqualTo(Version.NONE);
		assertThat(held.content()).isEmpty();
	}

	@Test
	void doesNotWaitForAnswerThatDrips() {
		CacheBackend backend = backend();
		server.misbehave("fault=drip&value=20&method=GET");
		long start = System.nanoTime();
		assertUnavailable(() -> backend.get(KEY));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void tellsThatAnswerBreaksOff() {
		CacheBackend backend = backend();
		server.misbehave("fault=short&method=GET");
		assertUnavailable(() -> backend.get(KEY));
	}

	@Test
	void worksWhenServerComesAfterIt(CapturedOutput output) {
		server.stop();
		CacheBackend backend = backend("cachebridge.http.compare-and-set=probe");
		assertThat(output).contains("WARN").contains("'cachebridge.http.compare-and-set' to 'enabled' or 'disabled'");
		assertThat(backend.capabilities()).doesNotContain(Capability.CONDITIONAL_PUT);
		assertUnavailable(() -> backend.get(KEY));
		server.start();
		StoredRecord written = stored();
		backend.put(KEY, written);
		assertThat(backend.get(KEY)).isEqualTo(written);
	}

	@Test
	void comesBackWithTheServer() {
		CacheBackend backend = backend();
		backend.put(KEY, stored());
		server.kill();
		assertUnavailable(() -> backend.get(KEY));
		assertUnavailable(() -> backend.putAll(Map.of(KEY, stored())));
		server.start();
		assertThat(backend.get(KEY)).isNull();
	}

	@Test
	void waitsNoLongerThanItsTimeoutForServerThatHangs() {
		CacheBackend backend = backend("cachebridge.http.timeout=500ms");
		backend.get(KEY);
		server.pause();
		try {
			long start = System.nanoTime();
			assertUnavailable(() -> backend.get(KEY), "no answer in time");
			assertUnavailable(() -> backend.put(KEY, stored()), "no answer in time");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
		}
		finally {
			server.resume();
		}
	}

	@Test
	void comesBackWithTheNetwork() {
		try (TcpProxy proxy = TcpProxy.to("127.0.0.1", server.port())) {
			CacheBackend backend = backend(
					"cachebridge.http.url=http://127.0.0.1:%d/cache/{key}".formatted(proxy.port()));
			StoredRecord written = stored();
			backend.put(KEY, written);
			proxy.pass(Passage.held());
			assertUnavailable(() -> backend.get(KEY));
			proxy.pass(Passage.open());
			proxy.reset();
			assertThat(backend.get(KEY)).isEqualTo(written);
		}
	}

	@Test
	void readsWhetherPutTookPlaceWhenItsAnswerWasLost() {
		CacheBackend backend = backend("cachebridge.http.timeout=10s");
		StoredRecord written = stored();
		server.misbehave("fault=lose&times=1&method=PUT");
		backend.put(KEY, written);
		assertThat(backend.get(KEY)).isEqualTo(written);
	}

	@Test
	void deniesNoRecordWhenAnswerToDeletionWasLost() {
		CacheBackend backend = backend("cachebridge.http.timeout=10s");
		backend.put(KEY, stored());
		server.misbehave("fault=lose&times=1&method=DELETE");
		assertThat(backend.delete(KEY)).isEqualTo(Removal.UNKNOWN);
		assertThat(backend.delete(KEY)).isEqualTo(Removal.ABSENT);
	}

	@Test
	void readsWhetherConditionalPutTookPlaceWhenItsAnswerWasLost() {
		CacheBackend backend = backend("cachebridge.http.timeout=10s");
		StoredRecord first = stored();
		server.misbehave("fault=lose&times=1&method=PUT");
		PutOutcome outcome = backend.putIf(KEY, null, first);
		assertThat(outcome).isEqualTo(PutOutcome.applied(first));
		StoredRecord second = stored();
		server.misbehave("fault=lose-with-status&value=502&times=1&method=PUT");
		assertThat(backend.putIf(KEY, outcome.current(), second)).isEqualTo(PutOutcome.applied(second));
	}

	@Test
	void doesNotRepeatPut() {
		CacheBackend backend = backend("cachebridge.http.timeout=10s");
		server.misbehave("fault=refuse&times=1&method=PUT");
		assertUnavailable(() -> backend.put(KEY, stored()));
		assertThat(backend.get(KEY)).isNull();
		server.misbehave("fault=refuse&times=1&method=PUT");
		assertUnavailable(() -> backend.putIf(KEY, null, stored()));
		assertThat(backend.get(KEY)).isNull();
	}

	@Test
	void doesNotTrustWeakEntityTags() {
		server.misbehave("fault=weak&method=GET");
		assertThat(backend("cachebridge.http.compare-and-set=probe").capabilities())
			.doesNotContain(Capability.CONDITIONAL_PUT);
		CacheBackend trusting = backend();
		StoredRecord held = stored();
		trusting.put(KEY, held);
		assertRejected(() -> trusting.putIf(KEY, held, stored()), "'cachebridge.http.compare-and-set'");
	}

	@Test
	void leavesNothingBehindWhenItProbes() {
		CacheBackend backend = backend("cachebridge.http.compare-and-set=probe",
				"cachebridge.http.listing-url=" + server.url() + "/keys?prefix={prefix}");
		assertThat(backend.capabilities()).contains(Capability.CONDITIONAL_PUT, Capability.ENUMERATION);
		try (var keys = backend.keys("cachebridge:probe:")) {
			assertThat(keys).isEmpty();
		}
	}

	private void assertRejected(ThrowingCallable call, String... parts) {
		assertTold(catchThrowableOfType(BackendRejectedException.class, call), parts);
	}

	private void assertUnavailable(ThrowingCallable call, String... parts) {
		assertTold(catchThrowableOfType(BackendUnavailableException.class, call), parts);
	}

	private static void assertTold(CacheBackendException failure, String... parts) {
		assertThat(failure).isNotNull();
		assertThat(failure.backend()).isEqualTo("http");
		List.of(parts).forEach((part) -> assertThat(failure).hasMessageContaining(part));
		for (Throwable each = failure; each != null; each = each.getCause()) {
			assertThat(String.valueOf(each.getMessage())).doesNotContain(KEY, "products", "secret", "wrong-token",
					"elsewhere");
		}
	}

	private StoredRecord stored() {
		return StoredRecord.of(new byte[] { 1, 2, 3 }, new Version(1, SEQUENCE.incrementAndGet()), null);
	}

	private CacheBackend backend(String... properties) {
		List<String> all = new ArrayList<>(List.of("cachebridge.http.url=" + server.url() + "/cache/{key}",
				"cachebridge.http.compare-and-set=enabled", "cachebridge.http.timeout=2s"));
		all.addAll(List.of(properties));
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of(all).applyTo(context);
		context.register(CacheBridgeHttpAutoConfiguration.class);
		context.refresh();
		this.opened.addLast(context);
		CacheBackend backend = context.getBean(CacheBackendProvider.class).create("http", (name) -> {
			throw new IllegalArgumentException(name);
		});
		this.opened.addFirst(backend);
		return backend;
	}

}
