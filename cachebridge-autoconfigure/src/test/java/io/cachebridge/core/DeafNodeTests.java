package io.cachebridge.core;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that may not hear of changes serves nothing from itself alone.
 */
class DeafNodeTests {

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private final CacheBridgeCache cache = this.cluster.cache();

	private final CacheBridgeCache other = this.cluster.other();

	private final TestNetwork.Node otherNode = this.cluster.network.nodes.get(1);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private String value(CacheBridgeCache from) {
		return from.get("key", String.class);
	}

	@Test
	void seesEveryChangeWhileDeaf() {
		this.cache.put("key", "one");
		assertThat(value(this.other)).isEqualTo("one");
		this.otherNode.disconnect();
		this.cache.put("key", "two");
		assertThat(value(this.other)).isEqualTo("two");
		this.cache.put("key", "three");
		assertThat(value(this.other)).isEqualTo("three");
		this.cache.clear();
		assertThat(value(this.other)).isNull();
		assertThat(this.other.statistics().localHits()).isZero();
	}

	@Test
	void keepsNothingOfWhatItReadOrLoadedWhileDeaf() {
		this.otherNode.disconnect();
		this.other.put("key", "put while deaf");
		assertThat(this.other.<String>get("loaded", () -> "while deaf")).isEqualTo("while deaf");
		assertThat(this.other.get("loaded", String.class)).isEqualTo("while deaf");
		this.cache.put("key", "two");
		this.cache.put("loaded", "two");
		this.otherNode.connect();
		assertThat(value(this.other)).isEqualTo("two");
		assertThat(this.other.get("loaded", String.class)).isEqualTo("two");
	}

	@Test
	void suspectsEverythingWhenItConnectsAgainWithoutHavingLeft() {
		this.cache.put("key", "old");
		assertThat(value(this.other)).isEqualTo("old");
		this.cluster.network.hold();
		this.cache.evict("key");
		this.cluster.network.drop();
		assertThat(value(this.other)).isEqualTo("old");
		this.otherNode.connect();
		assertThat(value(this.other)).isNull();
	}

	@Test
	void servesLocallyAgainOnceItHears() {
		this.otherNode.disconnect();
		this.otherNode.connect();
		this.cache.put("key", "value");
		assertThat(value(this.other)).isEqualTo("value");
		assertThat(value(this.other)).isEqualTo("value");
		assertThat(this.other.statistics().localHits()).isEqualTo(1);
	}

	@Test
	void isDeafUntilItIsConnectedForTheFirstTime() {
		TestNetwork.Node late = this.cluster.network.join();
		late.connectsAtStart = false;
		CacheBridgeCache third = this.cluster.addNode((builder) -> builder.backplane(late)).getCache(Cluster.CACHE);
		assertThat(third).isNotNull();
		third.put("key", "value");
		assertThat(value(third)).isEqualTo("value");
		assertThat(third.statistics().localHits()).isZero();
		late.connect();
		assertThat(value(third)).isEqualTo("value");
		assertThat(value(third)).isEqualTo("value");
		assertThat(third.statistics().localHits()).isEqualTo(1);
	}

	@Test
	void aClearMissedWhileDeafIsNotMissedForLong() {
		this.cache.put("key", "old");
		assertThat(value(this.other)).isEqualTo("old");
		this.other.get("remember the epoch");
		this.otherNode.disconnect();
		this.cache.clear();
		assertThat(value(this.other)).isNull();
		this.otherNode.connect();
		assertThat(value(this.other)).isNull();
	}

	@Test
	void whatCannotBeToldIsCounted() {
		this.cluster.network.fail();
		this.cache.put("key", "one");
		this.cache.evict("key");
		this.cache.clear();
		assertThat(this.cache.statistics().untold()).isEqualTo(4);
		assertThat(value(this.cache)).isNull();
	}

	@Test
	void aKeyTooLongForAMessageInvalidatesEverything() {
		this.cluster.network.maximumMessageBytes = 256;
		String key = "k".repeat(1000);
		this.cache.put("key", "kept");
		this.cache.put(key, "old");
		assertThat(this.other.get(key, String.class)).isEqualTo("old");
		this.cache.put(key, "new");
		assertThat(this.other.get(key, String.class)).isEqualTo("new");
		assertThat(value(this.other)).isEqualTo("kept");
	}

	@Test
	void garbageAndUnknownCachesAreIgnored() {
		this.cache.put("key", "value");
		assertThat(value(this.cache)).isEqualTo("value");
		long invalidations = this.cache.statistics().invalidations();
		TestNetwork.Node node = this.cluster.network.nodes.get(0);
		node.listener().onMessage(new byte[0]);
		node.listener().onMessage(new byte[] { 1, 2, 3 });
		node.listener().onMessage("not ours".getBytes(StandardCharsets.UTF_8));
		this.cluster.node(1).getCache("only there").put("key", "value");
		assertThat(this.cache.statistics().invalidations()).isEqualTo(invalidations);
		assertThat(this.cache.statistics().localHits()).isEqualTo(1);
	}

}
