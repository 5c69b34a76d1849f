package io.cachebridge.core;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A transport that delivers later what was sent while a node was away spares it to doubt
 * what it holds.
 */
class ResumedNodeTests {

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private final CacheBridgeCache cache = this.cluster.cache();

	private final CacheBridgeCache other = this.cluster.other();

	private final TestNetwork.Node otherNode = this.cluster.network.nodes.get(1);

	@BeforeEach
	void fillAndLeave() {
		this.cache.put("key", "old");
		assertThat(value()).isEqualTo("old");
		this.otherNode.disconnect();
		this.cluster.network.sent.clear();
	}

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private String value() {
		return this.other.get("key", String.class);
	}

	private long checks() {
		return this.cluster.store.count("headers");
	}

	@Test
	void trustsWhatItHolds() {
		assertThat(value()).isEqualTo("old");
		assertThat(checks()).isEqualTo(1);
		this.otherNode.resume(List.of());
		assertThat(value()).isEqualTo("old");
		assertThat(checks()).isEqualTo(1);
		this.cluster.beat();
		this.cluster.beat();
		assertThat(value()).isEqualTo("old");
		assertThat(checks()).isEqualTo(1);
	}

	@Test
	void reckonsWithWhatIsDeliveredLate() {
		this.cache.evict("key");
		this.otherNode.resume(List.copyOf(this.cluster.network.sent));
		assertThat(value()).isNull();
	}

	@Test
	void suspectsEverythingIfTheTransportPromisedTooMuch() {
		this.cluster.network.hold();
		this.cache.evict("key");
		this.cluster.network.drop();
		this.otherNode.resume(List.of());
		this.cluster.beat();
		assertThat(value()).isNull();
	}

	@Test
	void suspectsEverythingIfItDidNotHearWhenItWasDisconnected() {
		this.otherNode.connect();
		this.otherNode.disconnect();
		this.otherNode.connect();
		assertThat(value()).isEqualTo("old");
		assertThat(checks()).isEqualTo(1);
	}

}
