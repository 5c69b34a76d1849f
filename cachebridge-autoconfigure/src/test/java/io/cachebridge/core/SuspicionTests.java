package io.cachebridge.core;

import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What may be old is confirmed by the store, without its content, before it is served.
 */
class SuspicionTests {

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private final CacheBridgeCache cache = this.cluster.cache();

	private final CacheBridgeCache other = this.cluster.other();

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private String value() {
		return this.other.get("key", String.class);
	}

	private void fillOther() {
		this.cache.put("key", "value", Set.of("red"));
		assertThat(value()).isEqualTo("value");
		assertThat(value()).isEqualTo("value");
	}

	@Test
	void oneCheckOfHeadersMakesAnEntryTrustedAgain() {
		fillOther();
		this.other.ear().missed();
		long reads = this.cluster.store.count("getAll");
		assertThat(value()).isEqualTo("value");
		assertThat(this.cluster.store.count("headers")).isEqualTo(1);
		assertThat(value()).isEqualTo("value");
		assertThat(this.cluster.store.count("headers")).isEqualTo(1);
		assertThat(this.cluster.store.count("getAll")).isEqualTo(reads);
	}

	@Test
	void whileDeafEveryHitIsChecked() {
		fillOther();
		this.other.ear().deaf();
		assertThat(value()).isEqualTo("value");
		assertThat(value()).isEqualTo("value");
		assertThat(this.cluster.store.count("headers")).isEqualTo(2);
	}

	@Test
	void aMissedEvictionIsFound() {
		fillOther();
		this.cluster.network.hold();
		this.cache.evict("key");
		this.cluster.network.drop();
		assertThat(value()).isEqualTo("value");
		this.other.ear().missed();
		assertThat(value()).isNull();
	}

	@Test
	void aMissedPutIsFound() {
		fillOther();
		this.cluster.network.hold();
		this.cache.put("key", "new");
		this.cluster.network.drop();
		this.other.ear().missed();
		assertThat(value()).isEqualTo("new");
	}

	@Test
	void aMissedClearIsFound() {
		fillOther();
		this.cluster.network.hold();
		this.cache.clear();
		this.cluster.network.drop();
		this.other.ear().missed();
		assertThat(value()).isNull();
	}

	@Test
	void aMissedEvictionByTagIsFound() {
		fillOther();
		this.cluster.network.hold();
		this.cache.evictByTag("red");
		this.cluster.network.drop();
		this.other.ear().missed();
		assertThat(value()).isNull();
	}

	@Test
	void aSweepLeavesSuspectsAlone() {
		fillOther();
		this.other.ear().missed();
		this.other.removeOutdated();
		assertThat(value()).isEqualTo("value");
		assertThat(this.cluster.store.count("headers")).isEqualTo(1);
	}

	@Test
	void anInvalidationDuringTheCheckCounts() throws Exception {
		fillOther();
		this.other.ear().missed();
		try (Background background = new Background()) {
			Gate check = this.cluster.store.holdAfter("headers", ":key");
			var read = background.call(this::value);
			check.awaitArrival();
			this.cache.put("key", "new");
			check.open();
			assertThat(Background.result(read)).isEqualTo("value");
		}
		assertThat(value()).isEqualTo("new");
	}

	@Test
	void withoutTheStoreSuspectsAreNotServed() {
		fillOther();
		this.other.ear().missed();
		this.cluster.store.fail("headers", "getAll");
		assertThat(value()).isNull();
	}

	@Test
	void theCheckDoesNotLengthenALife() {
		fillOther();
		this.cluster.time.advance(this.other.settings().local().timeToLive().dividedBy(2));
		this.other.ear().missed();
		assertThat(value()).isEqualTo("value");
		this.cluster.time.advance(this.other.settings().local().timeToLive().dividedBy(2));
		assertThat(value()).isEqualTo("value");
		assertThat(this.other.statistics().remoteHits()).isEqualTo(2);
	}

}
