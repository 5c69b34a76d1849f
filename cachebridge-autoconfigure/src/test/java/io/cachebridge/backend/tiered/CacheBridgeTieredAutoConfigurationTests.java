package io.cachebridge.backend.tiered;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.core.BackendRegistry;
import io.cachebridge.core.InvalidBackendException;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheBridgeTieredAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeTieredAutoConfiguration.class));

	@Test
	void offersNothingUnlessConfigured() {
		this.runner.run((context) -> {
			assertThat(context.getBean(CacheBackendProvider.class).type()).isEqualTo("tiered");
			assertThat(context.getBean(CacheBackendProvider.class).names()).isEmpty();
		});
	}

	@Test
	void offersWhatIsConfigured() {
		this.runner
			.withPropertyValues("cachebridge.tiered.near=memory", "cachebridge.tiered.instances.cold.far=archive",
					"cachebridge.tiered.instances.warm.far=shelf")
			.run((context) -> {
				CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
				assertThat(provider.names()).containsExactly("cold", "warm");
				assertThat(provider.parts("cold")).containsExactly("archive", "memory");
			});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("cachebridge.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void backsOffForProviderOfTheUser() {
		CacheBackendProvider mine = new CacheBackendProvider() {

			@Override
			public String type() {
				return "tiered";
			}

			@Override
			public CacheBackend create(String name, BackendLookup others) {
				throw new UnsupportedOperationException();
			}

		};
		this.runner.withBean("cacheBridgeTieredBackendProvider", CacheBackendProvider.class, () -> mine)
			.run((context) -> assertThat(context.getBean(CacheBackendProvider.class)).isSameAs(mine));
	}

	@Test
	void saysWhichPartIsMissing() {
		this.runner.withPropertyValues("cachebridge.tiered.instances.cold.near=memory").run((context) -> {
			CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
			assertThatIllegalArgumentException().isThrownBy(() -> provider.create("cold", noOthers()))
				.withMessageStartingWith("'cachebridge.tiered.instances.cold.far' must be set");
		});
	}

	@Test
	void refusesTheSameBackendTwice() {
		this.runner
			.withPropertyValues("cachebridge.tiered.instances.cold.near=memory",
					"cachebridge.tiered.instances.cold.far=memory")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(CacheBackendProvider.class).create("cold", noOthers()))
				.withMessageContaining("must be two backends but both were 'memory'"));
	}

	@Test
	void saysWhichPartCannotBeHad() {
		this.runner
			.withPropertyValues("cachebridge.tiered.instances.cold.near=memory",
					"cachebridge.tiered.instances.cold.far=nowhere")
			.withConfiguration(AutoConfigurations.of(CacheBridgeMemoryAutoConfiguration.class))
			.run((context) -> {
				BackendRegistry backends = new BackendRegistry(
						context.getBeanProvider(CacheBackendProvider.class).stream().toList(), Map.of());
				assertThatExceptionOfType(InvalidBackendException.class).isThrownBy(() -> backends.get("cold"))
					.withMessage("Backend 'cold' cannot be created: 'cachebridge.tiered.instances.cold.far' is "
							+ "'nowhere', which cannot be had: There is no backend 'nowhere', only [cold, memory]");
			});
	}

	@Test
	void refusesATimeToLiveThatIsNone() {
		for (String wrong : new String[] { "0%", "101%", "0s", "-1s", "soon", "999999999999999999d" }) {
			this.runner.withPropertyValues("cachebridge.tiered.near-time-to-live=" + wrong)
				.run((context) -> assertThat(context).getFailure()
					.hasStackTraceContaining(
							"must be a positive duration, such as 10m, or 1% to 100% but was '" + wrong));
		}
	}

	@Test
	void endsCopiesAsConfigured() {
		Instant now = Instant.parse("2030-01-01T00:00:00Z");
		NearTimeToLive half = NearTimeToLive.of("50 %");
		NearTimeToLive time = NearTimeToLive.of("10m");
		Instant expiry = now.plusSeconds(100);
		assertThat(half.endOfCopy(now, expiry)).isEqualTo(now.plusSeconds(50));
		assertThat(half.endOfCopy(now, null)).isNull();
		assertThat(time.endOfCopy(now, expiry)).isEqualTo(expiry);
		assertThat(time.endOfCopy(now, null)).isEqualTo(now.plus(Duration.ofMinutes(10)));
	}

	private static BackendLookup noOthers() {
		return (name) -> {
			throw new IllegalArgumentException("no backend '%s' here".formatted(name));
		};
	}

}
