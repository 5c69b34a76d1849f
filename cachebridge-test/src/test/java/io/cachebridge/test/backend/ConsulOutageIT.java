package io.cachebridge.test.backend;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.server.ConsulServerFixture;
import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Consul goes, hangs, answers with failures and comes back: nobody waits longer than the
 * timeout, and soon after everything works again.
 */
class ConsulOutageIT {

	@RegisterExtension
	static final ConsulServerFixture consul = ConsulServerFixture.exclusive();

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	/** Two cores, and a garbage collection now and then. */
	private static final Duration AT_MOST = TIMEOUT.plusMillis(700);

	private static final StoredRecord STORED = StoredRecord.of(new byte[100], new Version(1, 1), null);

	private final List<AutoCloseable> opened = new ArrayList<>();

	@BeforeEach
	void startConsul() {
		consul.start();
	}

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	@Test
	void worksOnceConsulIsThereAndAfterARestart() {
		consul.stop();
		CacheBackend backend = backendAt(consul.port());
		assertUnavailable(() -> backend.get("a"));
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		consul.start();
		backend.put("a", STORED);
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.UP);
		consul.kill();
		assertUnavailable(() -> backend.put("a", STORED));
		consul.start();
		awaitWorking(backend);
	}

	@Test
	void waitsNoLongerThanTheTimeoutWhilePaused() {
		CacheBackend backend = backendAt(consul.port());
		backend.put("a", STORED);
		consul.pause();
		try {
			assertUnavailable(() -> backend.get("a"));
			assertUnavailable(() -> backend.put("a", STORED));
			assertUnavailable(() -> backend.putIf("a", null, STORED));
			assertUnavailable(() -> backend.increment("b", 1, null));
			assertUnavailable(() -> backend.delete("a"));
		}
		finally {
			consul.resume();
		}
		awaitWorking(backend);
	}

	@Test
	void waitsNoLongerThanTheTimeoutWhenTheNetworkIsSlow() {
		TcpProxy proxy = proxy();
		CacheBackend backend = backendAt(proxy.port());
		backend.put("a", STORED);
		proxy.pass(TcpProxy.Direction.TO_CLIENT, Passage.delayed(TIMEOUT.multipliedBy(3)));
		assertUnavailable(() -> backend.get("a"));
		proxy.pass(Passage.dropped());
		assertUnavailable(() -> backend.get("a"));
		proxy.pass(Passage.open());
		awaitWorking(backend);
	}

	@Test
	void waitsNoLongerThanTheTimeoutForAnAnswerThatStopsInTheMiddle() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		this.opened.add(end::countDown);
		CacheBackend backend = backendAt(server((exchange) -> {
			exchange.sendResponseHeaders(200, 100);
			exchange.getResponseBody().write('[');
			exchange.getResponseBody().flush();
			try {
				end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}));
		assertUnavailable(() -> backend.get("a"));
	}

	@Test
	void survivesBrokenConnections() {
		TcpProxy proxy = proxy();
		CacheBackend backend = backendAt(proxy.port());
		backend.put("a", STORED);
		proxy.reset();
		awaitWorking(backend);
	}

	@Test
	void tellsFailuresThatPass() throws Exception {
		for (int status : List.of(429, 500, 502, 503, 504)) {
			CacheBackend backend = backendAt(serverThatAnswers(status, "No cluster leader, /v1/kv/secret"));
			assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend.get("a"))
				.withMessageContaining(status + " (No cluster leader)")
				.withMessageNotContaining("secret");
			assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		}
	}

	@Test
	void tellsRefusals() throws Exception {
		for (int status : List.of(400, 403, 404, 405, 413)) {
			CacheBackend backend = backendAt(serverThatAnswers(status, "about key secret"));
			assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> backend.put("a", STORED))
				.withMessageContaining("Consul answered " + status)
				.withMessageNotContaining("secret");
		}
	}

	@Test
	void doesNotTakeAnotherServerForConsul() throws Exception {
		CacheBackend backend = backendAt(serverThatAnswers(200, "<html>secret</html>"));
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend.get("a"))
			.withMessageContaining("not one of Consul")
			.withMessageNotContaining("secret");
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
	}

	@Test
	void doesNotTakeAConflictOfAnotherServerForAWrite() throws Exception {
		CacheBackend backend = backendAt(serverThatAnswers(409, "{}"));
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend.putIf("a", null, STORED))
			.withMessageContaining("not one of Consul");
	}

	@Test
	void isDownWithoutALeader() throws Exception {
		BackendHealth health = backendAt(serverThatAnswers(200, "\"\"")).health();
		assertThat(health.status()).isEqualTo(BackendHealth.Status.DOWN);
		assertThat(health.details().get("error").toString()).contains("no leader");
	}

	private void assertUnavailable(ThrowingCallable operation) {
		long start = System.nanoTime();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(operation);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_MOST);
	}

	private static void awaitWorking(CacheBackend backend) {
		Awaitility.await().atMost(Duration.ofSeconds(5)).ignoreExceptions().untilAsserted(() -> {
			backend.put("a", STORED);
			assertThat(backend.get("a")).isEqualTo(STORED);
		});
	}

	private CacheBackend backendAt(int port) {
		ConfiguredBackends backends = ConsulBackendContractIT.consulAt(() -> List.of("spring.cloud.consul.port=" + port,
				"spring.cloud.consul.host=127.0.0.1", "cachebridge.consul.timeout=" + TIMEOUT.toMillis() + "ms"));
		CacheBackend backend = backends.create("consul");
		this.opened.add(backend);
		return backend;
	}

	private TcpProxy proxy() {
		TcpProxy proxy = TcpProxy.to(consul.host(), consul.port());
		this.opened.add(proxy);
		return proxy;
	}

	private int serverThatAnswers(int status, String body) throws Exception {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return server((exchange) -> {
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(status, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
	}

	private int server(HttpHandler handler) throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", handler);
		server.start();
		this.opened.add(() -> server.stop(0));
		return server.getAddress().getPort();
	}

}
