package io.cachebridge.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A value whose load began before a change is given to those who waited for it and kept
 * nowhere.
 */
class InvalidationDuringLoadTests {

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.LOCAL);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	static Stream<Arguments> changes() {
		return Stream.of(Shape.values())
			.flatMap((shape) -> Stream.of(Change.values())
				.flatMap((change) -> Stream.of(true, false)
					.filter((here) -> here || shape != Shape.LOCAL)
					.map((here) -> Arguments.of(shape, change, here))));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void aLoadThatWasOvertakenIsKeptNowhere(Shape shape, Change change, boolean here) {
		this.cluster = new Cluster(shape);
		Future<String> loading = overtakenLoad(change, here);
		assertThat(Background.result(loading)).isIn("old", "put");
		assertServedNowhere(shape, change);
	}

	@ParameterizedTest
	@EnumSource
	void aLoadIsKeptNowhereOnceALateMessageArrives(Change change) {
		this.cluster = new Cluster(Shape.TIERED);
		this.cluster.cache().get("warm");
		this.cluster.other().get("warm");
		this.cluster.network.hold();
		Future<String> loading = overtakenLoad(change, false);
		assertThat(Background.result(loading)).isIn("old", "put");
		assertThat(this.cluster.other().get("key", String.class)).isNotEqualTo("old");
		this.cluster.network.deliver();
		assertServedNowhere(Shape.TIERED, change);
		this.cluster.network.deliverAgain();
		assertServedNowhere(Shape.TIERED, change);
	}

	@ParameterizedTest
	@MethodSource("changes")
	void anAsynchronousLoadThatWasOvertakenIsKeptNowhere(Shape shape, Change change, boolean here) {
		this.cluster = new Cluster(shape);
		this.cluster.other();
		CacheBridgeCache cache = this.cluster.cache();
		Gate gate = new Gate();
		CompletableFuture<String> loading = cache.retrieve("key", () -> this.background.later(() -> {
			gate.pass();
			return "old";
		}));
		gate.awaitArrival();
		change.make(here ? cache : this.cluster.other());
		gate.open();
		assertThat(Background.result(loading)).isIn("old", "put");
		assertServedNowhere(shape, change);
	}

	@ParameterizedTest
	@MethodSource("changes")
	void whoComesAfterTheChangeLoadsAnew(Shape shape, Change change, boolean here) {
		this.cluster = new Cluster(shape);
		this.cluster.other();
		CacheBridgeCache cache = this.cluster.cache();
		Gate gate = new Gate();
		Future<String> overtaken = this.background.call(() -> cache.get("key", () -> {
			gate.pass();
			return "old";
		}));
		gate.awaitArrival();
		change.make(here ? cache : this.cluster.other());
		if (here || shape == Shape.TIERED) {
			String expected = change.isPut() ? "put" : "new";
			assertThat(cache.<String>get("key", () -> "new")).isEqualTo(expected);
		}
		gate.open();
		assertThat(Background.result(overtaken)).isIn("old", "new", "put");
		assertThat(cache.get("key", String.class)).isNotEqualTo("old");
	}

	private Future<String> overtakenLoad(Change change, boolean here) {
		CacheBridgeCache changing = here ? this.cluster.cache() : this.cluster.other();
		CacheBridgeCache cache = this.cluster.cache();
		Gate gate = new Gate();
		Future<String> loading = this.background.call(() -> cache.get("key", () -> {
			gate.pass();
			return "old";
		}));
		gate.awaitArrival();
		change.make(changing);
		gate.open();
		assertThat(Background.result(loading)).isNotNull();
		return loading;
	}

	private void assertServedNowhere(Shape shape, Change change) {
		String expected = change.isPut() ? "put" : null;
		assertThat(this.cluster.cache().get("key", String.class)).isEqualTo(expected);
		if (shape != Shape.LOCAL) {
			assertThat(this.cluster.other().get("key", String.class)).isEqualTo(expected);
		}
	}

	/**
	 * What overtakes the load.
	 */
	@SuppressWarnings("ImmutableEnumChecker")
	enum Change {

		EVICT((cache) -> cache.evict("key")),

		EVICT_IF_PRESENT((cache) -> cache.evictIfPresent("key")),

		PUT((cache) -> cache.put("key", "put")),

		PUT_IF_ABSENT((cache) -> cache.putIfAbsent("key", "put")),

		CLEAR(CacheBridgeCache::clear),

		INVALIDATE(CacheBridgeCache::invalidate);

		private final Consumer<CacheBridgeCache> step;

		Change(Consumer<CacheBridgeCache> step) {
			this.step = step;
		}

		void make(CacheBridgeCache cache) {
			this.step.accept(cache);
		}

		boolean isPut() {
			return this == PUT || this == PUT_IF_ABSENT;
		}

	}

}
