package io.cachebridge.autoconfigure;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.cachebridge.backend.file.CacheBridgeFileAutoConfiguration;
import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.backend.tiered.CacheBridgeTieredAutoConfiguration;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what an application is told when its configuration cannot work.
 */
class CacheBridgeFailureTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(CacheBridgeAutoConfiguration.class, CacheBridgeCachingAutoConfiguration.class,
					CacheBridgeCodecAutoConfiguration.class, CacheBridgeMemoryAutoConfiguration.class));

	static Stream<Arguments> mistakes() {
		return Stream.of(
				Arguments.of("cachebridge.default-backend=redsi", "Property 'cachebridge.default-backend' is 'redsi'",
						"define a bean 'redsi' of type CacheBackend"),
				Arguments.of("cachebridge.caches.products.backend=nowhere",
						"Property 'cachebridge.caches.products.backend' is 'nowhere'", "Choose one of these"),
				Arguments.of("cachebridge.defaults.backend=memory", "Property 'cachebridge.defaults.backend'",
						"Set 'cachebridge.default-backend'"),
				Arguments.of("cachebridge.defaults.time-too-live=1m", "Property 'cachebridge.defaults.time-too-live'",
						"Correct its spelling"),
				Arguments.of("cachebridge.caches.products.local.maximum-siez=5",
						"Property 'cachebridge.caches.products.local.maximum-siez'", "Correct its spelling"),
				Arguments.of("cachebridge.chaces.products.time-to-live=1m",
						"Property 'cachebridge.chaces.products.time-to-live'", "Correct its spelling"),
				Arguments.of("cachebridge.key-prefix=my shop:", "Property 'cachebridge.key-prefix' is 'my shop:'",
						"Choose a prefix"),
				Arguments.of("cachebridge.defaults.time-to-live=-1s", "Property 'cachebridge.defaults.time-to-live'",
						"Set a time that is zero"),
				Arguments.of("cachebridge.caches.a.local.maximum-size=0",
						"Property 'cachebridge.caches.a.local.maximum-size' is '0'", "local.enabled' to false"),
				Arguments.of("cachebridge.caches.a.fail-safe.exceptions=",
						"Property 'cachebridge.caches.a.fail-safe.exceptions'", "Name some"),
				Arguments.of("cachebridge.caches.a.refresh.at=100%",
						"Property 'cachebridge.caches.a.refresh.at' is '100%'", "from 1% to 99%"),
				Arguments.of("cachebridge.caches.a.refresh.keep-warm=key",
						"Property 'cachebridge.caches.a.refresh.keep-warm' is '[key]'",
						"Set 'cachebridge.caches.a.refresh.at'"),
				Arguments.of("cachebridge.caches.a.fail-safe.throttle=-1s",
						"Property 'cachebridge.caches.a.fail-safe.throttle'", "Set a time that is zero"),
				Arguments.of("cachebridge.caches.a.loader.soft-timeout=-1s",
						"Property 'cachebridge.caches.a.loader.soft-timeout' is 'PT-1S'", "Set zero"),
				Arguments.of("cachebridge.defaults.loader.hard-timeout=0s",
						"Property 'cachebridge.defaults.loader.hard-timeout' is 'PT0S'", "remove this property"),
				Arguments.of("cachebridge.caches.a.loader.maximum-concurrent=0",
						"Property 'cachebridge.caches.a.loader.maximum-concurrent' is '0'", "Remove this property"),
				Arguments.of("cachebridge.caches.a.remote.codec=xml",
						"Property 'cachebridge.caches.a.remote.codec' is 'xml'", "a bean of type ValueCodec"),
				Arguments.of("cachebridge.dynamic=false", "Property 'cachebridge.dynamic' is 'false'",
						"Configure caches under"),
				Arguments.of("cachebridge.recovery.maximum-pending=0",
						"Property 'cachebridge.recovery.maximum-pending' is '0'", "Set 1"),
				Arguments.of("cachebridge.recovery.flush-on-shutdown=-1s",
						"Property 'cachebridge.recovery.flush-on-shutdown'", "Set a time that is zero"),
				Arguments.of("cachebridge.backplane.type=pigeon", "Property 'cachebridge.backplane.type' is 'pigeon'",
						"a bean of type Backplane"),
				Arguments.of("cachebridge.backplane.heartbeat=0s",
						"Property 'cachebridge.backplane.heartbeat' is 'PT0S'", "Set some seconds"),
				Arguments.of("cachebridge.backplane.heartbeat=-1s",
						"Property 'cachebridge.backplane.heartbeat' is 'PT-1S'", "Set some seconds"));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void namesThePropertyItsValueAndTheRemedy(String property, String description, String action) {
		this.runner.withPropertyValues(property).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(description);
			assertThat(analysis.getAction()).contains(action);
		});
	}

	@Test
	void refusesATierThatIsOffAndConfigured() {
		this.runner
			.withPropertyValues("cachebridge.caches.a.local.enabled=false", "cachebridge.caches.a.local.maximum-size=5")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.contains("cachebridge.caches.a.local.enabled", "is off"));
	}

	@Test
	void refusesToServeValuesNoLongerThanTheyLiveAnyway() {
		this.runner
			.withPropertyValues("cachebridge.defaults.fail-safe.enabled=true", "cachebridge.caches.a.time-to-live=2h")
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription())
					.contains("'cachebridge.caches.a.fail-safe.maximum-stale' is 'PT1H'", "PT2H");
				assertThat(analysis.getAction()).contains("longer than the time-to-live");
			});
	}

	@Test
	void refusesASoftTimeoutThatIsLongerThanTheHardOneItInherits() {
		this.runner
			.withPropertyValues("cachebridge.caches.ab.loader.soft-timeout=2s", "cachebridge.patterns[0].match=a*",
					"cachebridge.patterns[0].loader.hard-timeout=1s", "cachebridge.defaults.loader.hard-timeout=1m")
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("'cachebridge.caches.ab.loader.soft-timeout' is 'PT2S'",
						"PT1S");
				assertThat(analysis.getAction()).contains("shorter than the hard timeout");
			});
	}

	@Test
	void refusesLoadsSharedByAllNodesWithoutLeases() {
		this.runner
			.withPropertyValues("cachebridge.caches.a.single-flight=cluster", "cachebridge.caches.a.remote.fill=plain")
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("'cachebridge.caches.a.single-flight'", "'cluster'");
				assertThat(analysis.getAction()).contains("'cachebridge.caches.a.remote.fill'");
			});
	}

	@Test
	void namesTheDependencyOfABackendWhoseLibraryIsMissing() {
		this.runner.withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class))
			.withPropertyValues("cachebridge.default-backend=redis")
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("cachebridge.default-backend", "is missing");
				assertThat(analysis.getAction()).contains("org.springframework.boot:spring-boot-starter-data-redis");
			});
	}

	private static FailureAnalysis analyzeBackend(Throwable failure) {
		assertThat(failure).isNotNull();
		FailureAnalysis analysis = new InvalidBackendFailureAnalyzer().analyze(failure);
		assertThat(analysis).as("analysis of %s", failure).isNotNull();
		return analysis;
	}

	@Test
	void explainsWhatTheProviderOfABackendRefuses() {
		this.runner.withConfiguration(AutoConfigurations.of(CacheBridgeFileAutoConfiguration.class))
			.withPropertyValues("cachebridge.caches.a.backend=file")
			.run((context) -> assertThat(analyzeBackend(context.getStartupFailure()).getDescription())
				.startsWith("Backend 'file' cannot be created: ")
				.contains("'cachebridge.file.directory'"));
	}

	private ApplicationContextRunner tiered(String... properties) {
		return this.runner.withConfiguration(AutoConfigurations.of(CacheBridgeTieredAutoConfiguration.class))
			.withPropertyValues("cachebridge.caches.a.backend=cold")
			.withPropertyValues(properties);
	}

	@Test
	void explainsWhatABackendIsToBeMadeOf() {
		tiered("cachebridge.tiered.instances.cold.near=memory")
			.run((context) -> assertThat(analyzeBackend(context.getStartupFailure()).getDescription())
				.contains("'cachebridge.tiered.instances.cold.far' must be set"));
		tiered("cachebridge.tiered.instances.cold.near=memory", "cachebridge.tiered.instances.cold.far=warm",
				"cachebridge.tiered.instances.warm.near=memory", "cachebridge.tiered.instances.warm.far=cold")
			.run((context) -> assertThat(analyzeBackend(context.getStartupFailure()).getDescription())
				.endsWith("Backend 'cold' is composed of itself: [cold, warm]"));
	}

	@Test
	void namesThePartOfABackendThatThereIsNot() {
		tiered("cachebridge.tiered.instances.cold.near=memroy", "cachebridge.tiered.instances.cold.far=memory")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.contains("'cachebridge.caches.a.backend' is 'cold'", "it is made of 'memroy', and there is no such"));
		tiered("cachebridge.tiered.instances.cold.near=redis", "cachebridge.tiered.instances.cold.far=memory")
			.withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class))
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getAction())
				.contains("org.springframework.boot:spring-boot-starter-data-redis"));
	}

	@Test
	void leavesThePropertiesOfAProviderToIt() {
		CacheBackendProvider acme = new CacheBackendProvider() {

			@Override
			public String type() {
				return "acme";
			}

			@Override
			public CacheBackend create(String name, BackendLookup others) {
				throw new UnsupportedOperationException();
			}

		};
		this.runner.withBean(CacheBackendProvider.class, () -> acme)
			.withPropertyValues("cachebridge.acme.timeout=5s")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void refusesToWaitForCommitsWithoutTransactions() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.transaction"))
			.withPropertyValues("cachebridge.patterns[0].match=*", "cachebridge.patterns[0].transaction=after-commit")
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("'cachebridge.patterns[0].transaction'",
						"'after-commit'", "spring-tx is missing");
				assertThat(analysis.getAction()).contains("org.springframework:spring-tx");
			});
	}

	@Test
	void needsNoTransactionsUnlessItWaitsForCommits() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.transaction"))
			.withPropertyValues("cachebridge.defaults.transaction=none")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void tellsWhenTheBeansOfABackendAreMissing() {
		this.runner.withPropertyValues("cachebridge.default-backend=redis")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getAction())
				.contains("Spring Boot's own auto-configuration of redis is not excluded"));
	}

	@Test
	void leavesThePropertiesOfOthersAlone() {
		this.runner.withPropertyValues("cachebridge.memory.maximum-size=5", "cachebridgeother.thing=1")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static FailureAnalysis analyze(Throwable failure) {
		assertThat(failure).isNotNull();
		FailureAnalysis analysis = new InvalidCachePropertyFailureAnalyzer().analyze(failure);
		assertThat(analysis).as("analysis of %s", failure).isNotNull();
		return analysis;
	}

}
