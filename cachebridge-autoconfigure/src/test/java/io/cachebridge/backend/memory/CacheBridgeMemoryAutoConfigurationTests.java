package io.cachebridge.backend.memory;

import java.util.Objects;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;

import static org.assertj.core.api.Assertions.assertThat;

class CacheBridgeMemoryAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeMemoryAutoConfiguration.class));

	@Test
	void providesMemoryByDefault() {
		this.runner.run((context) -> {
			CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
			assertThat(provider.type()).isEqualTo("memory");
			assertThat(provider.names()).containsExactly("memory");
			assertThat(provider.create("memory", (name) -> {
				throw new IllegalArgumentException(name);
			})).isInstanceOf(MemoryBackend.class);
			assertThat(context.getBean(CacheBridgeMemoryProperties.class).maximumSize()).isEqualTo(100_000);
		});
	}

	@Test
	void takesMaximumSizeFromProperties() {
		this.runner.withPropertyValues("cachebridge.memory.maximum-size=7")
			.run((context) -> assertThat(context.getBean(CacheBridgeMemoryProperties.class).maximumSize())
				.isEqualTo(7));
	}

	@Test
	void offersFurtherOnesByName() {
		this.runner.withPropertyValues("cachebridge.memory.instances.small.maximum-size=7")
			.run((context) -> assertThat(context.getBean(CacheBackendProvider.class).names()).containsExactly("memory",
					"small"));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("cachebridge.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void backsOffWithoutCaffeine() {
		this.runner.withClassLoader(new FilteredClassLoader(Caffeine.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void backsOffForProviderOfTheUser() {
		CacheBackendProvider mine = new CacheBackendProvider() {

			@Override
			public String type() {
				return "memory";
			}

			@Override
			public CacheBackend create(String name, BackendLookup others) {
				throw new UnsupportedOperationException();
			}

		};
		this.runner.withBean("cacheBridgeMemoryBackendProvider", CacheBackendProvider.class, () -> mine)
			.run((context) -> assertThat(context).getBean(CacheBackendProvider.class).isSameAs(mine));
	}

	@Test
	void analysesSizeThatIsNotPositive() {
		this.runner.withPropertyValues("cachebridge.memory.maximum-size=0").run((context) -> {
			FailureAnalysis analysis = analyse(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("cachebridge.memory",
					"'cachebridge.memory.maximum-size', or that of an instance, must be positive but was 0");
		});
	}

	private static @Nullable FailureAnalysis analyse(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, cause) -> {
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

}
