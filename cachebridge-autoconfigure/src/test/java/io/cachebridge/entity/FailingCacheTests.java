package io.cachebridge.entity;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.fixture.Managers;
import io.cachebridge.fixture.NoBackend;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Removal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong is never noticed by whoever publishes.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailingCacheTests {

	private static final String RULE = "cachebridge.invalidation.rules[0].";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeEntityAutoConfiguration.class))
		.withPropertyValues(RULE + "collection=product", RULE + "cache=products");

	@Test
	void clearsCacheIfKeyCannotBeEvaluated(CapturedOutput output) {
		this.runner.withPropertyValues(RULE + "key=#entity.broken")
			.withBean(CacheBridgeCacheManager.class, () -> Managers.fixed("products"))
			.run((context) -> {
				Cache cache = context.getBean(CacheBridgeCacheManager.class).getCache("products");
				cache.put(7L, "seven");
				context.publishEvent(EntityChange.updated(new Product(1L, "a")));
				assertThat(cache.get(7L)).isNull();
				assertThat(output).contains("'" + RULE + "key' is '#entity.broken'", "session is closed");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "#entity.broken", "#entity.id", "''" })
	void clearsCacheIfTagCannotBeTold(String tag, CapturedOutput output) {
		this.runner.withPropertyValues(RULE + "key=#entity.id", RULE + "tags=" + tag)
			.withBean(CacheBridgeCacheManager.class, () -> Managers.fixed("products"))
			.run((context) -> {
				Cache cache = context.getBean(CacheBridgeCacheManager.class).getCache("products");
				cache.put(7L, "seven");
				context.publishEvent(EntityChange.updated(new Product(1L, "a")));
				assertThat(cache.get(7L)).isNull();
				assertThat(output).contains("'" + RULE + "tags[0]' is '" + tag + "'", "cleared instead: products");
			});
	}

	@Test
	void clearsCacheIfOldStateIsNotKnown() {
		this.runner.withPropertyValues(RULE + "key=#old.slug")
			.withBean(CacheBridgeCacheManager.class, () -> Managers.fixed("products"))
			.run((context) -> {
				Cache cache = context.getBean(CacheBridgeCacheManager.class).getCache("products");
				cache.put("a", "value");
				context.publishEvent(EntityChange.created(new Product(1L, "a")));
				assertThat(cache.get("a")).isNotNull();
				context.publishEvent(EntityChange.updated(new Product(1L, "b")));
				assertThat(cache.get("a")).isNull();
			});
	}

	@Test
	void warnsOnceOfKeyThatCannotBeEvaluated(CapturedOutput output) {
		this.runner.withPropertyValues(RULE + "key=#entity.nothing")
			.withBean(CacheBridgeCacheManager.class, () -> Managers.fixed("products"))
			.run((context) -> {
				context.publishEvent(EntityChange.updated(new Product(1L, "a")));
				context.publishEvent(EntityChange.updated(new Product(2L, "b")));
				assertThat(output.getOut()
					.lines()
					.filter((line) -> line.contains("cannot be evaluated for"))
					.filter((line) -> line.contains("WARN"))).hasSize(1);
			});
	}

	@Test
	void doesNotFailPublisherIfStoreFails(CapturedOutput output) {
		this.runner.withPropertyValues(RULE + "key={1, 2}")
			.withBean(CacheBridgeCacheManager.class, () -> Managers.throwing(new BrokenBackend(), "products"))
			.run((context) -> {
				context.publishEvent(EntityChange.updated(new Product(1L, "a")));
				assertThat(output).contains("Cache 'products' could not be told of a changed entity");
				assertThat(context.getBean(CacheBridgeCacheManager.class).getCache("products").statistics())
					.satisfies((statistics) -> assertThat(statistics.backendFailures()).isGreaterThanOrEqualTo(2));
			});
	}

	@Test
	void canBeCreatedWhileManagerIs() {
		this.runner.withPropertyValues(RULE + "key=#entity.id")
			.withUserConfiguration(PublishingConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Configuration(proxyBeanMethods = false)
	static class PublishingConfiguration {

		@Bean
		CacheBridgeCacheManager cacheManager(ApplicationEventPublisher publisher) {
			publisher.publishEvent("something that a store tells when it is connected");
			return Managers.fixed("products");
		}

	}

	static class BrokenBackend extends NoBackend {

		@Override
		public Removal delete(String key) {
			throw new BackendUnavailableException("memory", "delete", "connection refused", null);
		}

		@Override
		public Set<Capability> capabilities() {
			return Set.of(Capability.SHARED);
		}

	}

}
