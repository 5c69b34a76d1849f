package io.cachebridge.core;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;

/**
 * Nodes whose writes wait until the test lets them be made.
 */
abstract class AbstractAsyncWriteTests {

	final Background background = new Background();

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	CacheBridgeCache start(Shape shape) {
		return start(shape, (settings) -> {
		}, 10_000);
	}

	CacheBridgeCache start(Shape shape, Consumer<TestSettings> change, int maximumPending) {
		this.cluster = new Cluster(shape);
		this.cluster.settings.write = RemoteSettings.Write.ASYNC;
		change.accept(this.cluster.settings);
		this.cluster
			.addNode((builder) -> builder.executor(this.tasks::add).recovery(maximumPending, Duration.ofSeconds(5)));
		this.cluster.settings.write = RemoteSettings.Write.SYNC;
		return this.cluster.cache();
	}

	void makeQueued() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	String value(CacheBridgeCache from, String key) {
		return from.get(key, String.class);
	}

	boolean holds(String key) {
		return this.cluster.store.holdsContent(":" + key);
	}

}
