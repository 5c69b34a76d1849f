package io.cachebridge.core;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.core.RemoteSettings.OnStoreRestart;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of values when their store has restarted.
 */
class StoreRestartTests {

	private final Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private String valueAfterARestart() {
		CacheBridgeCache cache = this.cluster.cache();
		this.cluster.store.life = "first";
		cache.recover(() -> true);
		cache.put("key", "value");
		pass(cache);
		assertThat(cache.get("key")).isNotNull();
		this.cluster.store.life = null;
		pass(cache);
		this.cluster.store.life = "second";
		pass(cache);
		return this.cluster.other().get("key", String.class);
	}

	private void pass(CacheBridgeCache cache) {
		this.cluster.time.advance(Duration.ofSeconds(5));
		cache.recover(() -> true);
	}

	@Test
	void keepsThem() {
		assertThat(valueAfterARestart()).isEqualTo("value");
	}

	@Test
	void clearsThemIfAskedTo() {
		this.cluster.settings.onStoreRestart = OnStoreRestart.CLEAR;
		assertThat(valueAfterARestart()).isNull();
	}

}
