package io.cachebridge.metrics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.fixture.Managers;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;

import static org.assertj.core.api.Assertions.assertThat;

class BackplaneMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeMetricsAutoConfiguration.class));

	@Test
	void tellHowTheNodeHears() {
		Echo echo = new Echo();
		this.runner.withBean("cacheManager", CacheBridgeCacheManager.class, () -> Managers.connected(echo, "products"))
			.run((context) -> {
				context.getBean(BackplaneMeters.class).bindTo(this.registry);
				assertThat(hearing()).isEqualTo(1);
				echo.listener().onDisconnected();
				assertThat(hearing()).isZero();
				assertThat(suspicions("reconnect")).isZero();
				echo.listener().onConnected();
				assertThat(hearing()).isEqualTo(1);
				assertThat(suspicions("reconnect")).isEqualTo(1);
				assertThat(suspicions("gap")).isZero();
				echo.listener().onMessage(new byte[0]);
				assertThat(this.registry.get(CacheBridgeMeters.BACKPLANE_UNREADABLE)
					.tag("cache.manager", "cacheManager")
					.functionCounter()
					.count()).isEqualTo(1);
			});
	}

	@Test
	void areNoneWithoutABackplane() {
		this.runner.withBean(CacheBridgeCacheManager.class, () -> Managers.fixed("products")).run((context) -> {
			context.getBean(BackplaneMeters.class).bindTo(this.registry);
			assertThat(this.registry.getMeters()).isEmpty();
		});
	}

	private double hearing() {
		return this.registry.get(CacheBridgeMeters.BACKPLANE_HEARING)
			.tag("cache.manager", "cacheManager")
			.gauge()
			.value();
	}

	private double suspicions(String reason) {
		return this.registry.get(CacheBridgeMeters.BACKPLANE_SUSPICIONS)
			.tag("cache.manager", "cacheManager")
			.tag(CacheBridgeMeters.REASON, reason)
			.functionCounter()
			.count();
	}

	/**
	 * A node that hears itself.
	 */
	private static final class Echo implements Backplane {

		private @Nullable BackplaneListener listener;

		private BackplaneListener listener() {
			assertThat(this.listener).isNotNull();
			return this.listener;
		}

		@Override
		public void start(BackplaneListener listener) {
			this.listener = listener;
			listener.onConnected();
		}

		@Override
		public void publish(byte[] message) {
			listener().onMessage(message);
		}

		@Override
		public int maximumMessageBytes() {
			return 256;
		}

		@Override
		public void close() {
		}

	}

}
