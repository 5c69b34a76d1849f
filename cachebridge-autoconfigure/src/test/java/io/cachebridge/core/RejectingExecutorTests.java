package io.cachebridge.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An executor that is full or shut down must not be noticed by callers.
 */
class RejectingExecutorTests {

	private final AtomicBoolean rejecting = new AtomicBoolean(true);

	private Cluster cluster = new Cluster(Shape.LOCAL);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private CacheBridgeCache cache(Shape shape) {
		this.cluster = new Cluster(shape);
		this.cluster.addNode((builder) -> builder.executor((task) -> {
			if (this.rejecting.get()) {
				throw new RejectedExecutionException("full");
			}
			task.run();
		}));
		return this.cluster.cache();
	}

	@ParameterizedTest
	@EnumSource
	void futuresLoadAllTheSame(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		CompletableFuture<?> miss = cache.retrieve("key");
		assertThat((miss != null) ? Background.result(miss) : null).isNull();
		assertThat(Background.result(cache.retrieve("key", () -> CompletableFuture.completedFuture("loaded"))))
			.isEqualTo("loaded");
		assertThat(cache.get("key", String.class)).isEqualTo("loaded");
	}

	@ParameterizedTest
	@EnumSource
	void anExecutorThatFillsUpDuringALoadLosesNothing(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		this.rejecting.set(false);
		CompletableFuture<String> load = new CompletableFuture<>();
		CompletableFuture<String> leader = cache.retrieve("key", () -> load);
		CompletableFuture<String> follower = cache.retrieve("key", () -> CompletableFuture.completedFuture("own"));
		this.rejecting.set(true);
		assertThat(load.complete("loaded")).isTrue();
		assertThat(Background.result(leader)).isEqualTo("loaded");
		assertThat(Background.result(follower)).isEqualTo("loaded");
	}

	@ParameterizedTest
	@EnumSource
	void clearTellsTheOtherNodes(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		cache.put("key", "value");
		cache.clear();
		assertThat(cache.get("key")).isNull();
		assertThat(this.cluster.network.changes()).hasSize(shape.hasBackplane() ? 3 : 0);
	}

	@Test
	void aClosedManagerStillLoads() {
		this.cluster = new Cluster(Shape.TIERED);
		CacheBridgeCache cache = this.cluster.cache();
		this.cluster.close();
		assertThat(cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(Background.result(cache.retrieve("other", () -> CompletableFuture.completedFuture("loaded"))))
			.isEqualTo("loaded");
		cache.clear();
	}

}
