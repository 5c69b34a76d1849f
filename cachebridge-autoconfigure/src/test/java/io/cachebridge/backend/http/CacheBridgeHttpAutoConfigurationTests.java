package io.cachebridge.backend.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.cachebridge.fixture.UserProviders;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheBridgeHttpAutoConfigurationTests {

	private static final String NOWHERE = "cachebridge.http.url=http://127.0.0.1:1/{key}";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeHttpAutoConfiguration.class));

	@Test
	void offersABackend() {
		this.runner.withPropertyValues(NOWHERE, "cachebridge.http.compare-and-set=disabled").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(CacheBackendProvider.class).names()).containsExactly("http");
			assertThat(context.getBean(CacheBridgeHttpProperties.class).timeout()).isEqualTo(Duration.ofSeconds(1));
			try (CacheBackend backend = create(context.getBean(CacheBackendProvider.class), "http")) {
				assertThat(backend.capabilities()).containsExactlyInAnyOrder(Capability.SHARED, Capability.REMOTE,
						Capability.DURABLE);
				assertThat(backend.limits().maximumContentBytes()).isEqualTo(10 * 1024 * 1024);
			}
		});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("cachebridge.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void backsOffWithoutTheLibrary() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void userProviderWins() {
		this.runner
			.withBean("cacheBridgeHttpBackendProvider", CacheBackendProvider.class,
					() -> UserProviders.backends("http"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HttpBackendProvider.class));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					timeout=0s | 'cachebridge.http.timeout' must be positive but was PT0S
					retries=-1 | 'cachebridge.http.retries' must not be negative but was -1
					parallelism=0 | 'cachebridge.http.parallelism' must be positive but was 0
					put-method=pu t | 'cachebridge.http.put-method' must be a method in capital letters but was pu t
					maximum-key-bytes=127 | 'cachebridge.http.maximum-key-bytes' must be at least 128 but was 127
					minimum-time-to-live=1ms | 'cachebridge.http.minimum-time-to-live' must be at least a second but was PT0.001S
					maximum-value-size=2GB | 'cachebridge.http.maximum-value-size' must be positive and at most 1GB but was 2147483648B
					token=tökén | 'cachebridge.http.token' must be plain text but was something else
					time-to-live-parameter= | 'cachebridge.http.time-to-live-parameter' must be the name of a query parameter but was empty
					headers.X-Key=ö | 'cachebridge.http.headers.X-Key' must be plain text but was something else
					""",
			quoteCharacter = '`')
	void refusesValuesThatCannotWork(String property, String message) {
		this.runner.withPropertyValues("cachebridge.http." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					http://a/b | 'cachebridge.http.url' must contain {key} but was 'http://a/b'
					ftp://a/{key} | 'cachebridge.http.url' must begin with http:// or https:// but was 'ftp://a/{key}'
					/a/{key} | 'cachebridge.http.url' must begin with http:// or https:// but was '...'
					http://{key}/a | 'cachebridge.http.url' must have its places in the path or the query but was 'http://{key}/a'
					http://a/{key}#b | 'cachebridge.http.url' must have a host and no fragment but was 'http://a/{key}#b'
					http://a b/{key} | 'cachebridge.http.url' must be a URL but was 'http://...'
					https://u:pw@a/{key}?s=x | 'cachebridge.http.url' must not hold credentials; use 'token' or 'headers' beside it but was 'https://...'
					""",
			quoteCharacter = '`')
	void refusesAddressThatCannotWorkWhenItIsUsed(String url, String message) {
		this.runner.withPropertyValues("cachebridge.http.url=" + url).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThatIllegalArgumentException()
				.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "http"))
				.withMessage(message);
		});
	}

	@Test
	void asksForAnAddress() {
		this.runner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "http"))
			.withMessage("'cachebridge.http.url' must be set, for example to https://cache.example.com/cache/{key}"));
	}

	@Test
	void offersFurtherServersByName() {
		this.runner
			.withPropertyValues(NOWHERE, "cachebridge.http.compare-and-set=disabled", "cachebridge.http.retries=7",
					"cachebridge.http.instances.archive.time-to-live-parameter=ttl",
					"cachebridge.http.instances.broken.url=/nowhere")
			.run((context) -> {
				CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
				assertThat(provider.names()).containsExactly("archive", "broken", "http");
				try (CacheBackend archive = create(provider, "archive")) {
					assertThat(archive.capabilities()).contains(Capability.NATIVE_EXPIRY);
				}
				assertThatIllegalArgumentException().isThrownBy(() -> create(provider, "broken"))
					.withMessageStartingWith("'cachebridge.http.instances.broken.url' must");
			});
	}

	@Test
	void showsNoSecret() {
		this.runner
			.withPropertyValues("cachebridge.http.url=https://a/{key}?s=hidden", "cachebridge.http.token=hidden",
					"cachebridge.http.headers.X-Key=hidden")
			.run((context) -> assertThat(context.getBean(CacheBridgeHttpProperties.class).toString())
				.doesNotContain("hidden"));
	}

	@Test
	void usesWhatTheApplicationHasMadeOfItsClients() throws IOException {
		List<String> asked = new CopyOnWriteArrayList<>();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("X-Application") + " "
					+ exchange.getRequestHeaders().getFirst("Authorization"));
			exchange.sendResponseHeaders(404, -1);
			exchange.close();
		});
		server.start();
		this.runner.withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class))
			.withBean(RestClientCustomizer.class, () -> (builder) -> builder.defaultHeader("X-Application", "shop"))
			.withPropertyValues(
					"cachebridge.http.url=http://127.0.0.1:%d/c/{key}?a=b".formatted(server.getAddress().getPort()),
					"cachebridge.http.compare-and-set=disabled", "cachebridge.http.token=t",
					"cachebridge.http.timeout=20s")
			.run((context) -> {
				try (CacheBackend backend = create(context.getBean(CacheBackendProvider.class), "http")) {
					assertThat(backend.get("a:../b?c")).isNull();
				}
			});
		server.stop(0);
		assertThat(asked).containsExactly("/c/a%3A%3D2e%3D2e%3D2fb%3D3fc?a=b shop Bearer t");
	}

	private static CacheBackend create(CacheBackendProvider provider, String name) {
		return provider.create(name, noOthers());
	}

	private static BackendLookup noOthers() {
		return (name) -> {
			throw new IllegalArgumentException(name);
		};
	}

}
