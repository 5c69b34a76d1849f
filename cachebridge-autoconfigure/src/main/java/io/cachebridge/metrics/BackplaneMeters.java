package io.cachebridge.metrics;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;

import io.cachebridge.core.BackplaneStatistics;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.SuspicionReason;

/**
 * Measures how this node hears the others, for each manager that has a backplane.
 */
final class BackplaneMeters implements MeterBinder {

	private final ConfigurableListableBeanFactory beans;

	BackplaneMeters(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		SimpleAutowireCandidateResolver.resolveAutowireCandidates(this.beans, CacheBridgeCacheManager.class)
			.forEach((name, manager) -> {
				if (manager.backplaneStatistics() != null) {
					bind(manager, Tags.of(ManagerTag.of(name)), registry);
				}
			});
	}

	private static void bind(CacheBridgeCacheManager manager, Tags tags, MeterRegistry registry) {
		Gauge
			.builder(CacheBridgeMeters.BACKPLANE_HEARING, manager,
					(measured) -> number(measured, (statistics) -> statistics.hearing() ? 1 : 0))
			.tags(tags)
			.description("Whether this node hears the others")
			.register(registry);
		for (SuspicionReason reason : SuspicionReason.values()) {
			FunctionCounter
				.builder(CacheBridgeMeters.BACKPLANE_SUSPICIONS, manager,
						(measured) -> number(measured, (statistics) -> statistics.suspicions(reason)))
				.tags(tags.and(CacheBridgeMeters.REASON, reason.name().toLowerCase(Locale.ROOT)))
				.description("How often messages of other nodes may have been missed")
				.register(registry);
		}
		FunctionCounter
			.builder(CacheBridgeMeters.BACKPLANE_UNREADABLE, manager,
					(measured) -> number(measured, BackplaneStatistics::unreadable))
			.tags(tags)
			.description("Messages that could not be read")
			.register(registry);
	}

	private static double number(CacheBridgeCacheManager manager, ToDoubleFunction<BackplaneStatistics> number) {
		BackplaneStatistics statistics = manager.backplaneStatistics();
		return (statistics != null) ? number.applyAsDouble(statistics) : 0;
	}

}
