package io.cachebridge.backend.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PutsTests {

	private static final StoredRecord STORED = StoredRecord.of(new byte[1], new Version(1, 1), null);

	private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

	private final AtomicReference<@Nullable Runnable> afterLostPut = new AtomicReference<>();

	private final AtomicReference<@Nullable StoredRecord> seen = new AtomicReference<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", (exchange) -> {
			try (exchange) {
				answer(exchange);
			}
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	// One node puts and its answer is lost, another reads the value and evicts it
	@Test
	void valueThatWasEvictedDoesNotComeBackByARepeatedPut() {
		run((backend) -> {
			this.afterLostPut.set(() -> {
				this.seen.set(backend.get("k"));
				backend.delete("k");
			});
			assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> backend.put("k", STORED))
				.withMessageContaining("answers 502");
			assertThat(this.seen).hasValue(STORED);
			assertThat(backend.get("k")).isNull();
		});
	}

	@Test
	void knowsItsOwnPutWhenTheAnswerWasLost() {
		run((backend) -> {
			this.afterLostPut.set(() -> {
			});
			backend.put("k", STORED);
			assertThat(backend.get("k")).isEqualTo(STORED);
		});
	}

	private void run(Consumer<CacheBackend> check) {
		new ApplicationContextRunner().withUserConfiguration(CacheBridgeHttpAutoConfiguration.class)
			.withPropertyValues(
					"cachebridge.http.url=http://127.0.0.1:" + this.server.getAddress().getPort() + "/{key}",
					"cachebridge.http.compare-and-set=disabled", "cachebridge.http.timeout=20s")
			.run((context) -> {
				try (CacheBackend backend = context.getBean(CacheBackendProvider.class).create("http", (name) -> {
					throw new IllegalArgumentException(name);
				})) {
					check.accept(backend);
				}
			});
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		byte[] body = exchange.getRequestBody().readAllBytes();
		switch (exchange.getRequestMethod()) {
			case "PUT" -> {
				this.objects.put(path, body);
				Runnable after = this.afterLostPut.getAndSet(null);
				if (after != null) {
					after.run();
				}
				exchange.sendResponseHeaders((after != null) ? 502 : 204, -1);
			}
			case "DELETE" -> exchange.sendResponseHeaders((this.objects.remove(path) != null) ? 204 : 404, -1);
			default -> {
				byte[] held = this.objects.get(path);
				exchange.sendResponseHeaders((held != null) ? 200 : 404, (held != null) ? held.length : -1);
				if (held != null) {
					exchange.getResponseBody().write(held);
				}
			}
		}
	}

}
