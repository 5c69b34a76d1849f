package io.cachebridge.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.cachebridge.core.BackendRegistry;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.fixture.Analyses;
import io.cachebridge.fixture.BrokenBackend;
import io.cachebridge.fixture.Managers;
import io.cachebridge.fixture.NoBackend;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;

import static org.assertj.core.api.Assertions.assertThat;

class CacheBridgeHealthContributorAutoConfigurationTests {

	private final StoreProvider stores = new StoreProvider();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeHealthContributorAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class))
		.withBean(CacheBridgeCacheManager.class, () -> Managers.fixed("products"))
		.withBean(BackendRegistry.class, () -> new BackendRegistry(List.of(this.stores), Map.of()));

	@Test
	void tellsStateAndLatencyOfBackend() {
		this.stores.health.put("one",
				new BackendHealth(BackendHealth.Status.UP, Duration.ofMillis(3), Map.of("version", "7.2")));
		this.runner.run((context) -> {
			context.getBean(BackendRegistry.class).get("one");
			Health health = health(context.getBean(CompositeHealthContributor.class), "one");
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnly(Map.entry("state", "up"), Map.entry("latencyMillis", 3L),
					Map.entry("version", "7.2"));
		});
	}

	@Test
	void followsBackendsThatComeIntoUse() {
		this.runner.run((context) -> {
			CompositeHealthContributor contributor = context.getBean(CompositeHealthContributor.class);
			assertThat(contributor.stream()).isEmpty();
			context.getBean(BackendRegistry.class).get("two");
			assertThat(contributor.stream()).extracting(HealthContributors.Entry::name).containsExactly("two");
		});
	}

	@Test
	void appearsInEndpoint() {
		this.runner.run((context) -> {
			context.getBean(BackendRegistry.class).get("one");
			HealthDescriptor health = context.getBean(HealthEndpoint.class).healthForPath("cachebridge", "one");
			assertThat(health).isNotNull();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(context.getBeanNamesForType(CompositeHealthContributor.class))
				.containsExactly("cachebridgeHealthContributor");
		});
	}

	@Test
	void canBeNamedInGroupBeforeItIsUsed() {
		this.runner.withPropertyValues("management.endpoint.health.group.stores.include=cachebridge/two")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				CompositeHealthContributor contributor = context.getBean(CompositeHealthContributor.class);
				Health health = health(contributor, "two");
				assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(health.getDetails()).containsOnly(Map.entry("state", "unused"));
				assertThat(contributor.getContributor("unheard-of")).isNull();
			});
	}

	@Test
	void staysUpWhenBackendIsDown() {
		this.stores.health.put("one", BackendHealth.down(Duration.ofMillis(7), unavailable("connection refused")));
		this.runner.run((context) -> {
			context.getBean(BackendRegistry.class).get("one");
			Health health = health(context.getBean(CompositeHealthContributor.class), "one");
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("state", "down")
				.containsEntry("latencyMillis", 7L)
				.containsKey("effect");
			assertThat(health.getDetails().get("error")).asString().contains("connection refused");
		});
	}

	@Test
	void isDownWithBackendWhenAsked() {
		this.stores.health.put("one", BackendHealth.down(Duration.ofMillis(7), unavailable("connection refused")));
		this.runner.withPropertyValues("cachebridge.health.down-on-failure=true").run((context) -> {
			context.getBean(BackendRegistry.class).get("one");
			assertThat(health(context.getBean(CompositeHealthContributor.class), "one").getStatus())
				.isEqualTo(Status.DOWN);
			assertThat(context.getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void isUpWhenBackendIsDegradedEvenIfItWouldBeDownWithIt() {
		this.stores.health.put("one",
				new BackendHealth(BackendHealth.Status.DEGRADED, Duration.ofMillis(900), Map.of("replicas", "1 of 2")));
		this.runner.withPropertyValues("cachebridge.health.down-on-failure=true").run((context) -> {
			context.getBean(BackendRegistry.class).get("one");
			Health health = health(context.getBean(CompositeHealthContributor.class), "one");
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("state", "degraded")
				.containsEntry("replicas", "1 of 2")
				.doesNotContainKey("effect");
		});
	}

	@Test
	void tellsWhatTheCircuitBreakerDoes() {
		BrokenBackend broken = new BrokenBackend();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeHealthContributorAutoConfiguration.class))
			.withBean(CacheBridgeCacheManager.class, () -> Managers.throwing(broken, "products"))
			.withBean(BackendRegistry.class, () -> Managers.registry(Map.of("memory", broken)))
			.run((context) -> {
				CompositeHealthContributor contributor = context.getBean(CompositeHealthContributor.class);
				assertThat(health(contributor, "memory").getDetails()).containsEntry("circuitBreaker", "closed")
					.containsEntry("refusedCalls", 0L);
				Managers.breakBackend(context.getBean(CacheBridgeCacheManager.class), "products");
				assertThat(health(contributor, "memory").getDetails()).containsEntry("circuitBreaker", "open")
					.containsEntry("state", "up")
					.containsKey("circuitBreakerSince")
					.hasEntrySatisfying("refusedCalls", (calls) -> assertThat((Long) calls).isPositive());
			});
	}

	@Test
	void keepsSecretsOutOfDetails() {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("address", "redis://admin:s3cret@store:6379");
		details.put("error", "refused for password=s3cret");
		details.put("nothing", null);
		this.stores.health.put("one", new BackendHealth(BackendHealth.Status.DOWN, Duration.ZERO, details));
		this.runner.run((context) -> {
			context.getBean(BackendRegistry.class).get("one");
			Health health = health(context.getBean(CompositeHealthContributor.class), "one");
			assertThat(health.getDetails().toString()).doesNotContain("s3cret").contains("store:6379");
		});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("management.health.cachebridge.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("cachebridgeHealthContributor"));
	}

	@Test
	void backsOffWithoutManager() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeHealthContributorAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("cachebridgeHealthContributor"));
	}

	@Test
	void backsOffWithoutHealth() {
		this.runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("cachebridgeHealthContributor"));
	}

	@Test
	void backsOffForContributorOfTheUser() {
		HealthIndicator mine = () -> Health.up().build();
		this.runner.withBean("cachebridgeHealthContributor", HealthIndicator.class, () -> mine)
			.run((context) -> assertThat(context.getBean("cachebridgeHealthContributor")).isSameAs(mine));
	}

	@Test
	void analysesTimeoutThatIsNotPositive() {
		this.runner.withPropertyValues("cachebridge.health.timeout=0s").run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("'cachebridge.health.timeout' must be positive");
		});
	}

	@Test
	void analysesMisspeltProperty() {
		this.runner.withPropertyValues("cachebridge.health.deadline=1s")
			.run((context) -> assertThat(Analyses.of(context.getStartupFailure()).getDescription())
				.contains("cachebridge.health.deadline"));
	}

	private static Health health(CompositeHealthContributor contributor, String backend) {
		HealthIndicator indicator = (HealthIndicator) contributor.getContributor(backend);
		assertThat(indicator).isNotNull();
		Health health = indicator.health();
		assertThat(health).isNotNull();
		return health;
	}

	private static BackendUnavailableException unavailable(String reason) {
		return new BackendUnavailableException("one", "health", reason, null);
	}

	/**
	 * Two stores whose health is told to them.
	 */
	static class StoreProvider implements CacheBackendProvider {

		private final Map<String, BackendHealth> health = new ConcurrentHashMap<>();

		@Override
		public String type() {
			return "one";
		}

		@Override
		public Set<String> names() {
			return Set.of("one", "two");
		}

		@Override
		public CacheBackend create(String name, BackendLookup others) {
			return new NoBackend() {

				@Override
				public BackendHealth health() {
					return StoreProvider.this.health.getOrDefault(name, BackendHealth.up(Duration.ZERO));
				}

			};
		}

	}

}
