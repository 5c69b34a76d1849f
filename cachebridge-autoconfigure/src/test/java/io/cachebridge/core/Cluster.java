package io.cachebridge.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes over one store, of which most tests use one or two.
 */
final class Cluster implements AutoCloseable {

	static final String CACHE = "things";

	static final Duration HEARTBEAT = Duration.ofSeconds(5);

	final TestTime time = new TestTime();

	final TestTasks tasks = new TestTasks();

	final TestNetwork network = new TestNetwork();

	final TestCodec codec = new TestCodec();

	final TestSettings settings = new TestSettings();

	final TestStore store;

	private final Shape shape;

	private final List<CacheBridgeCacheManager> nodes = new ArrayList<>();

	Cluster(Shape shape) {
		this(shape, shape.store());
	}

	Cluster(Shape shape, TestStore store) {
		this.shape = shape;
		this.store = store;
	}

	/**
	 * Returns the cache of the first node.
	 */
	CacheBridgeCache cache() {
		return cache(0);
	}

	/**
	 * Returns the cache of the second node.
	 */
	CacheBridgeCache other() {
		return cache(1);
	}

	CacheBridgeCache cache(int node) {
		while (this.nodes.size() <= node) {
			addNode((builder) -> {
			});
		}
		return Objects.requireNonNull(this.nodes.get(node).getCache(CACHE));
	}

	CacheBridgeCacheManager node(int node) {
		cache(node);
		return this.nodes.get(node);
	}

	CacheBridgeCacheManager addNode(Consumer<CacheBridgeCacheManagerBuilder> customizer) {
		return addNode(new BackendRegistry(List.of(), Map.of("store", this.store)), customizer);
	}

	CacheBridgeCacheManager addNode(BackendRegistry backends) {
		return addNode(backends, (builder) -> {
		});
	}

	private CacheBridgeCacheManager addNode(BackendRegistry backends,
			Consumer<CacheBridgeCacheManagerBuilder> customizer) {
		CacheBridgeCacheManagerBuilder builder = CacheBridgeCacheManager.builder(allOf(this.settings.build()), backends)
			.codecs(this.codec.asCodecs(), new ValueTypes((type) -> {
			}))
			.clock(this.time)
			.ticker(this.time)
			.recovery(10_000, Duration.ZERO)
			.tasks(this.tasks)
			.heartbeat(HEARTBEAT)
			.backplane(this.shape.hasBackplane() ? this.network.join() : null);
		customizer.accept(builder);
		CacheBridgeCacheManager manager = builder.build();
		this.nodes.add(manager);
		return manager;
	}

	/**
	 * Lets time pass until all nodes have sent a heartbeat.
	 */
	void beat() {
		beat(HEARTBEAT);
	}

	void beat(Duration pause) {
		this.time.advance(pause.dividedBy(2));
		this.tasks.run("listening");
		this.time.advance(pause.dividedBy(2));
		this.tasks.run("heartbeat");
		this.tasks.run("listening");
	}

	/**
	 * Returns a source that gives the same settings to every cache there may be.
	 */
	static CacheSettingsSource allOf(CacheSettings settings) {
		return new CacheSettingsSource() {

			@Override
			public Set<String> names() {
				return Set.of(CACHE);
			}

			@Override
			public @Nullable CacheSettings find(String cache) {
				return cache.equals("unknown") ? null : settings;
			}

		};
	}

	/**
	 * Waits until the loads of the first node have ended, which of a publisher they do a
	 * moment after its subscriber has the value.
	 */
	void awaitLandings() {
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(cache().flights()).extracting("flights", InstanceOfAssertFactories.MAP).isEmpty());
	}

	@Override
	public void close() {
		this.nodes.forEach(CacheBridgeCacheManager::close);
	}

}
