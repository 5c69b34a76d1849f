package io.cachebridge.core;

import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.cachebridge.core.InvalidationDuringLoadTests.Change;
import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Without conditional writes an invalidation still beats the loads of its own node.
 */
class PlainFillTests {

	private final Background background = new Background();

	private final Cluster cluster = new Cluster(Shape.REMOTE, new TestStore(Capability.SHARED, Capability.ENUMERATION));

	private final CacheBridgeCache cache = this.cluster.cache();

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	@ParameterizedTest
	@EnumSource
	void aLoadThatWasOvertakenIsNotStored(Change change) {
		Gate gate = new Gate();
		Future<String> loading = this.background.call(() -> this.cache.get("key", () -> {
			gate.pass();
			return "old";
		}));
		gate.awaitArrival();
		change.make(this.cache);
		gate.open();
		assertThat(Background.result(loading)).isEqualTo("old");
		assertThat(this.cache.get("key", String.class)).isEqualTo(change.isPut() ? "put" : null);
		assertThat(this.cache.statistics().refusedFills()).isLessThanOrEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void aFillThatIsBeingStoredIsOvertakenInTheEnd(Change change) {
		Gate storing = this.cluster.store.holdBefore("put", ":key");
		Future<String> loading = this.background.call(() -> this.cache.get("key", () -> "old"));
		storing.awaitArrival();
		Future<?> changing = this.background.run(() -> change.make(this.cache));
		await().until(() -> changing.isDone() || this.background.waiting() == 2);
		storing.open();
		assertThat(Background.result(loading)).isEqualTo("old");
		Background.result(changing);
		if (change == Change.PUT_IF_ABSENT) {
			assertThat(this.cache.get("key", String.class)).isIn("old", "put");
		}
		else {
			assertThat(this.cache.get("key", String.class)).isEqualTo(change.isPut() ? "put" : null);
		}
	}

	@Test
	void aCacheMayBeToldToFillPlainly() {
		Cluster leased = new Cluster(Shape.REMOTE);
		leased.settings.fill = RemoteSettings.Fill.PLAIN;
		try (leased) {
			assertThat(leased.cache().<String>get("key", () -> "loaded")).isEqualTo("loaded");
			assertThat(leased.store.records.values()).noneMatch((stored) -> stored.isReservation());
			assertThat(leased.other().get("key", String.class)).isEqualTo("loaded");
		}
	}

	@Test
	void aFillDoesNotOverwriteWhatPutIfAbsentStoresConditionally() {
		try (Cluster conditional = new Cluster(Shape.REMOTE)) {
			conditional.settings.fill = RemoteSettings.Fill.PLAIN;
			CacheBridgeCache plain = conditional.cache();
			plain.put("first", "creates the epoch");
			Gate storing = conditional.store.holdBefore("put", ":key");
			Future<String> loading = this.background.call(() -> plain.get("key", () -> "old"));
			storing.awaitArrival();
			Future<Boolean> putting = this.background.call(() -> plain.putIfAbsent("key", "put") == null);
			await().until(() -> putting.isDone() || this.background.waiting() == 2);
			storing.open();
			assertThat(Background.result(loading)).isEqualTo("old");
			assertThat(plain.get("key", String.class)).isEqualTo(Background.result(putting) ? "put" : "old");
		}
	}

}
