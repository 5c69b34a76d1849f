package io.cachebridge.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.core.CacheSettings.SingleFlight;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One load of a key on all nodes.
 */
class ClusterSingleFlightTests {

	private final Background background = new Background();

	private final Database database = new Database();

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private final AtomicInteger loads = new AtomicInteger();

	private final Gate loading = new Gate();

	private CacheBridgeCache cache;

	private CacheBridgeCache other;

	@BeforeEach
	void start() {
		this.cluster.settings.singleFlight = SingleFlight.CLUSTER;
		this.cache = this.cluster.cache();
		this.other = this.cluster.other();
		this.cluster.cache(2);
		assertThat(this.cache.<String>get("first", () -> "creates the epoch")).isNotNull();
	}

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
		this.database.close();
	}

	private String load() {
		this.loads.incrementAndGet();
		this.loading.pass();
		return "loaded";
	}

	private Future<String> reader(int node) {
		CacheBridgeCache reader = this.cluster.cache(node);
		return this.background.call(() -> reader.get("key", this::load));
	}

	@Test
	void manyCallersOnThreeNodesShareOneLoad() {
		List<Future<String>> readers = new ArrayList<>();
		readers.add(reader(0));
		this.loading.awaitArrival();
		for (int i = 0; i < 30; i++) {
			readers.add(reader(i % 3));
		}
		await().until(() -> this.background.waiting() == 31);
		this.loading.open();
		readers.forEach((reader) -> assertThat(Background.result(reader)).isEqualTo("loaded"));
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void futuresWaitToo() {
		Future<String> leader = reader(0);
		this.loading.awaitArrival();
		CompletableFuture<String> follower = this.other.retrieve("key",
				() -> CompletableFuture.completedFuture("other"));
		this.loading.open();
		assertThat(Background.result(leader)).isEqualTo("loaded");
		assertThat(Background.result(follower)).isEqualTo("loaded");
	}

	@Test
	void aFailedLoadLetsTheNextNodeLoadAtOnce() {
		Future<String> failing = this.background.call(() -> this.cache.get("key", () -> {
			this.loading.pass();
			throw new IllegalStateException("source");
		}));
		this.loading.awaitArrival();
		Future<String> next = this.background.call(() -> this.other.get("key", () -> "next"));
		this.loading.open();
		assertThat(failing).failsWithin(Duration.ofSeconds(5));
		assertThat(next).succeedsWithin(Duration.ofSeconds(3)).isEqualTo("next");
		assertThat(this.cache.get("key", String.class)).isEqualTo("next");
	}

	@Test
	void aSkippedLoadLetsTheNextNodeLoad() {
		assertThat(this.cache.<String>getOrLoad("key", (context) -> {
			context.skip();
			return "skipped";
		})).isEqualTo("skipped");
		Future<String> next = this.background.call(() -> this.other.get("key", () -> "next"));
		assertThat(next).succeedsWithin(Duration.ofSeconds(3)).isEqualTo("next");
	}

	@Test
	void aNodeThatDiedHoldsNobodyForLong() {
		this.cluster.settings.followerTimeout = Duration.ofMillis(400);
		CacheBridgeCache impatient = this.cluster.addNode((builder) -> {
		}).getCache(Cluster.CACHE);
		assertThat(impatient).isNotNull();
		this.cluster.store.records.put(this.cluster.store.keyEndingWith("first").replace("first", "key"),
				StoredRecord.reservation(new Version(4711, 1), this.cluster.time.instant().plusSeconds(600)));
		Future<String> next = this.background.call(() -> impatient.get("key", () -> "next"));
		assertThat(next).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("next");
		assertThat(this.cache.get("key", String.class)).isEqualTo("next");
	}

	@Test
	void aNodeThatDiedIsWaitedForOnceWhateverTheNextLoadBrings() {
		StoredRecord left = StoredRecord.reservation(new Version(4711, 1),
				this.cluster.time.instant().plusSeconds(600));
		String place = this.cluster.store.keyEndingWith("first").replace("first", "key");
		this.cluster.store.records.put(place, left);
		this.cluster.settings.followerTimeout = Duration.ofMillis(400);
		CacheBridgeCache impatient = this.cluster.addNode((builder) -> {
		}).getCache(Cluster.CACHE);
		assertThat(impatient).isNotNull();
		assertThat(impatient.<String>getOrLoad("key", (context) -> {
			context.skip();
			return "skipped";
		})).isEqualTo("skipped");
		assertThat(this.cluster.store.records.get(place)).isNotEqualTo(left);
		Future<String> next = this.background.call(() -> this.other.get("key", () -> "next"));
		assertThat(next).succeedsWithin(Duration.ofSeconds(3)).isEqualTo("next");
	}

	@Test
	void aTransactionWaitsForNobody() {
		this.cluster.settings.transaction = CacheSettings.Transaction.AFTER_COMMIT;
		CacheBridgeCache transactional = this.cluster.cache(3);
		Future<String> leader = reader(0);
		this.loading.awaitArrival();
		Future<?> transaction = this.background
			.run(() -> this.database.commit(() -> assertThat(transactional.<String>get("key", () -> "in transaction"))
				.isEqualTo("in transaction")));
		assertThat(transaction).succeedsWithin(Duration.ofSeconds(3));
		this.loading.open();
		assertThat(Background.result(leader)).isEqualTo("loaded");
		assertThat(this.other.get("key", String.class)).isEqualTo("in transaction");
	}

	@Test
	void aTransactionThatIsRolledBackLetsTheNextNodeLoadAtOnce() {
		this.cluster.settings.transaction = CacheSettings.Transaction.AFTER_COMMIT;
		CacheBridgeCache transactional = this.cluster.cache(3);
		this.database.rollback(() -> assertThat(transactional.<String>get("key", () -> "rolled back")).isNotNull());
		Future<String> next = this.background.call(() -> this.other.get("key", () -> "next"));
		assertThat(next).succeedsWithin(Duration.ofSeconds(3)).isEqualTo("next");
	}

	@Test
	void anInvalidationIsNotWaitedOver() {
		Future<String> leader = reader(0);
		this.loading.awaitArrival();
		Future<String> follower = this.background.call(() -> this.other.get("key", () -> "after"));
		await().until(() -> this.background.waiting() == 2);
		this.cluster.cache(2).evict("key");
		assertThat(follower).succeedsWithin(Duration.ofSeconds(3)).isEqualTo("after");
		this.loading.open();
		assertThat(Background.result(leader)).isEqualTo("loaded");
		assertThat(this.cache.get("key", String.class)).isEqualTo("after");
	}

	@Test
	void theFailureOfTheStoreIsNotWaitedFor() {
		this.cluster.store.failAlways();
		Future<String> reader = this.background.call(() -> this.other.get("key", () -> "loaded"));
		assertThat(reader).succeedsWithin(Duration.ofSeconds(3)).isEqualTo("loaded");
	}

}
