package io.cachebridge.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who removes what expired from a store, and how often.
 */
@ExtendWith(OutputCaptureExtension.class)
class PruningTests {

	private static final Duration INTERVAL = Duration.ofMinutes(5);

	private final Cluster cluster = new Cluster(Shape.TIERED);

	@BeforeEach
	void needsPruning() {
		this.cluster.store.pruneInterval = INTERVAL;
	}

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private void pass(Duration time) {
		this.cluster.time.advance(time);
		this.cluster.tasks.run("prune-store");
	}

	private void expireMany() {
		Instant expiry = this.cluster.time.instant();
		for (int i = 0; i < 7; i++) {
			this.cluster.store.records.put("expired" + i, StoredRecord.of(new byte[0], new Version(1, i), expiry));
		}
	}

	@Test
	void removesAllThatExpiredBatchByBatch() {
		this.cluster.cache().put("key", "value");
		expireMany();
		pass(INTERVAL);
		assertThat(this.cluster.store.count("prune")).isEqualTo(5);
		assertThat(this.cluster.store.records.keySet()).noneMatch((key) -> key.startsWith("expired"));
		assertThat(this.cluster.cache().get("key", String.class)).isEqualTo("value");
	}

	@Test
	void tellsWhatTheNodeRemoved() {
		AtomicLong pruned = new AtomicLong();
		this.cluster.addNode((builder) -> builder.listeners(List.of(new CacheEventListener() {

			@Override
			public void onPruned(String backend, long records) {
				assertThat(backend).isEqualTo("store");
				pruned.addAndGet(records);
			}

		})));
		this.cluster.cache();
		expireMany();
		pass(INTERVAL);
		assertThat(pruned).hasValue(7);
	}

	@Test
	void isDoneByOneNodeOnlyInEachInterval() {
		this.cluster.cache();
		this.cluster.other();
		pass(INTERVAL);
		assertThat(this.cluster.store.count("prune")).isEqualTo(1);
		pass(Duration.ofSeconds(10));
		assertThat(this.cluster.store.count("prune")).isEqualTo(1);
		pass(INTERVAL);
		assertThat(this.cluster.store.count("prune")).isEqualTo(2);
	}

	@Test
	void isDoneBySomebodyWhenALeaseIsFromAWrongClock() {
		this.cluster.cache();
		Instant wrong = this.cluster.time.instant().plus(Duration.ofDays(1));
		this.cluster.store.records.put("cachebridge#prune", StoredRecord.reservation(new Version(7, 7), wrong));
		pass(INTERVAL);
		assertThat(this.cluster.store.count("prune")).isEqualTo(1);
	}

	@Test
	void isDoneLaterWhenTheStoreIsAway() {
		this.cluster.cache();
		this.cluster.store.fail("prune");
		pass(INTERVAL);
		this.cluster.store.work();
		expireMany();
		pass(INTERVAL);
		assertThat(this.cluster.store.records.keySet()).noneMatch((key) -> key.startsWith("expired"));
	}

	@Test
	void tellsOnceThatItFailsAndThatItWorksAgain(CapturedOutput output) {
		this.cluster.cache();
		this.cluster.store.fail("prune");
		pass(INTERVAL);
		pass(INTERVAL);
		this.cluster.store.work();
		pass(INTERVAL);
		assertThat(output).containsOnlyOnce("Pruning of backend 'store' fails, what expired stays until it works again")
			.containsOnlyOnce("Pruning of backend 'store' works again");
	}

	@Test
	void isDoneOfEachPartByItselfAndOnEveryNodeThatHasOne() {
		TestStore far = Shape.TIERED.store();
		far.pruneInterval = INTERVAL;
		TestStore[] near = new TestStore[] { new TestStore(), new TestStore() };
		for (TestStore store : near) {
			store.pruneInterval = INTERVAL;
			nodeWithParts(store, far).getCache(Cluster.CACHE);
		}
		assertThat(this.cluster.tasks.open()).filteredOn((task) -> task.startsWith("prune"))
			.containsOnly("prune-far", "prune-near");
		this.cluster.time.advance(INTERVAL);
		this.cluster.tasks.run("prune-near");
		this.cluster.tasks.run("prune-far");
		assertThat(near).allSatisfy((store) -> assertThat(store.count("prune")).isEqualTo(1));
		assertThat(far.count("prune")).isEqualTo(1);
	}

	private CacheBridgeCacheManager nodeWithParts(TestStore near, TestStore far) {
		CacheBackendProvider whole = new CacheBackendProvider() {

			@Override
			public String type() {
				return "store";
			}

			@Override
			public List<String> parts(String name) {
				return List.of("far", "near");
			}

			@Override
			public CacheBackend create(String name, BackendLookup others) {
				return Shape.TIERED.store();
			}

		};
		return this.cluster.addNode(new BackendRegistry(List.of(whole), Map.of("near", near, "far", far)));
	}

	@Test
	void isNotDoneWhereTheStoreNeedsNone() {
		this.cluster.store.pruneInterval = Duration.ZERO;
		this.cluster.cache().put("key", "value");
		assertThat(this.cluster.tasks.open()).noneMatch((task) -> task.startsWith("prune"));
	}

	@Test
	void endsWithTheManager() {
		this.cluster.cache();
		assertThat(this.cluster.tasks.open()).contains("prune-store");
		this.cluster.close();
		assertThat(this.cluster.tasks.open()).noneMatch((task) -> task.startsWith("prune"));
	}

	@Test
	void isDoneByEveryNodeWhereTheStoreHasNoLeases() {
		try (Cluster plain = new Cluster(Shape.TIERED, new TestStore(Capability.SHARED))) {
			plain.store.pruneInterval = INTERVAL;
			plain.cache();
			plain.other();
			plain.time.advance(INTERVAL);
			plain.tasks.run("prune-store");
			assertThat(plain.store.count("prune")).isEqualTo(2);
			assertThat(plain.store.records).isEqualTo(Map.of());
		}
	}

}
