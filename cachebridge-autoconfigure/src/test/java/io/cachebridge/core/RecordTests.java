package io.cachebridge.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.core.CacheSettings.NullValues;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Records that are lost, damaged, unknown, foreign, and values that cannot be stored.
 */
class RecordTests {

	private final Background background = new Background();

	private final Cluster cluster = new Cluster(Shape.REMOTE);

	private CacheBridgeCache cache = this.cluster.cache();

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private @Nullable String value() {
		return this.cache.get("key", String.class);
	}

	private void damage(byte[] content, Version version) {
		this.cluster.store.records
			.replaceAll((key, held) -> key.endsWith(":key") ? StoredRecord.of(content, version, null) : held);
	}

	@Test
	void aMissLeavesAReservationThatTheLoadReplaces() {
		Gate gate = new Gate();
		Future<String> loading = this.background.call(() -> this.cache.get("key", () -> {
			gate.pass();
			return "loaded";
		}));
		gate.awaitArrival();
		StoredRecord reservation = this.cluster.store.records.get(this.cluster.store.keyEndingWith(":key"));
		assertThat(reservation.isReservation()).isTrue();
		assertThat(reservation.expiresAt()).isAfter(this.cluster.time.instant());
		gate.open();
		assertThat(Background.result(loading)).isEqualTo("loaded");
		assertThat(this.cluster.store.holdsContent(":key")).isTrue();
	}

	@Test
	void aGetWithoutALoadLeavesNothing() {
		assertThat(value()).isNull();
		assertThat(this.cluster.store.records).isEmpty();
	}

	@Test
	void aReservationOfAnotherNodeIsReusedWithoutAWrite() {
		Gate gate = new Gate();
		Future<String> loading = this.background.call(() -> this.cache.get("key", () -> {
			gate.pass();
			return "one";
		}));
		gate.awaitArrival();
		this.cluster.store.operations.clear();
		assertThat(this.cluster.other().<String>get("key", () -> "two")).isEqualTo("two");
		assertThat(this.cluster.store.operations).containsExactly("getAll", "putIf");
		gate.open();
		assertThat(Background.result(loading)).isEqualTo("one");
		assertThat(value()).isEqualTo("two");
		assertThat(this.cache.statistics().refusedFills()).isEqualTo(1);
	}

	@Test
	void aLoadWhoseReservationIsLostIsNotStored() {
		String loaded = this.cache.get("key", () -> {
			this.cluster.store.records.clear();
			return "loaded";
		});
		assertThat(loaded).isEqualTo("loaded");
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
		assertThat(this.cache.statistics().refusedFills()).isEqualTo(1);
		assertThat(this.cache.<String>get("key", () -> "again")).isEqualTo("again");
		assertThat(value()).isEqualTo("again");
	}

	@Test
	void aValueOfAnUnknownTypeIsAMissThatNoLoadOverwrites() {
		this.cache.put("key", "newer version's");
		this.cluster.codec.knowsTypes = false;
		assertThat(value()).isNull();
		assertThat(this.cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(this.cache.statistics().unreadable()).isEqualTo(2);
		this.cluster.codec.knowsTypes = true;
		assertThat(value()).isEqualTo("newer version's");
		this.cluster.codec.knowsTypes = false;
		this.cache.put("key", "put");
		this.cluster.codec.knowsTypes = true;
		assertThat(value()).isEqualTo("put");
	}

	@Test
	void aValueOfAnUnknownCodecIsAMissThatNoLoadOverwrites() {
		this.cache.put("key", "value");
		String place = this.cluster.store.keyEndingWith(":key");
		StoredRecord held = this.cluster.store.records.get(place);
		Envelope known = Envelope.read(held.content());
		byte[] unknown = new Envelope(known.createdAt(), known.freshUntil(), known.epochs(), known.keyName(), "other",
				known.value())
			.write();
		damage(unknown, held.version());
		assertThat(this.cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(this.cluster.store.records.get(place).content()).isEqualTo(unknown);
	}

	@Test
	void anUnknownValueMayBeEvicted() {
		this.cache.put("key", "value");
		this.cluster.codec.knowsTypes = false;
		assertThat(this.cache.evictIfPresent("key")).isTrue();
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
	}

	@Test
	void aDamagedRecordIsAMissThatIsRemovedAndCounted() {
		this.cache.put("key", "value");
		damage(new byte[] { 1, 2, 3 }, new Version(1, 1));
		assertThat(value()).isNull();
		assertThat(this.cache.statistics().unreadable()).isEqualTo(1);
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
		assertThat(this.cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(value()).isEqualTo("loaded");
	}

	@Test
	void aDamagedValueIsAMissThatIsRemovedAndCounted() {
		this.cache.put("key", "value");
		String place = this.cluster.store.keyEndingWith(":key");
		StoredRecord held = this.cluster.store.records.get(place);
		Envelope sound = Envelope.read(held.content());
		damage(new Envelope(sound.createdAt(), sound.freshUntil(), sound.epochs(), "", TestCodec.ID,
				new byte[] { 1, 2, 3 })
			.write(), held.version());
		assertThat(this.cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(value()).isEqualTo("loaded");
		assertThat(this.cache.statistics().unreadable()).isEqualTo(1);
	}

	@Test
	void foreignBytesUnderAKeyOfOursAreReplaced() {
		this.cache.put("key", "value");
		for (byte[] foreign : List.of(new byte[0], new byte[] { 0 }, "{}".getBytes(StandardCharsets.UTF_8),
				new byte[100])) {
			damage(foreign, Version.NONE);
			assertThat(this.cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
			assertThat(value()).isEqualTo("loaded");
			damage(foreign, Version.NONE);
			assertThat(this.cache.putIfAbsent("key", "put")).isNull();
			assertThat(value()).isEqualTo("put");
		}
	}

	@Test
	void aValueThatCannotBeStoredIsReturnedAndNotCached() {
		List<Object> rejected = new CopyOnWriteArrayList<>();
		this.cache = this.cluster.addNode((builder) -> builder.listeners(List.of(new CacheEventListener() {

			@Override
			public void onRejectedValue(String cache, Object key, Exception cause) {
				rejected.add(key);
			}

		}))).getCache(Cluster.CACHE);
		Object unserializable = new Object();
		assertThat(this.cache.<Object>get("key", () -> unserializable)).isSameAs(unserializable);
		assertThat(this.cache.get("key")).isNull();
		this.cache.put("key", "before");
		this.cache.put("key", unserializable);
		assertThat(this.cache.get("key")).isNull();
		assertThat(this.cache.statistics().rejectedValues()).isEqualTo(2);
		assertThat(rejected).containsExactly("key", "key");
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.cache.putIfAbsent("key", unserializable));
	}

	@Test
	void keysTooLongForTheStoreAreToldApart() {
		try (Cluster small = new Cluster(Shape.REMOTE)) {
			small.store.limit(new Limits(128, 100_000));
			String one = "k".repeat(10_000) + "1";
			String other = "k".repeat(10_000) + "2";
			small.cache().put(one, "one");
			small.cache().put(other, "other");
			assertThat(small.other().get(one, String.class)).isEqualTo("one");
			assertThat(small.other().get(other, String.class)).isEqualTo("other");
			assertThat(small.cache().invalidate()).isTrue();
		}
	}

	@Test
	void aRecordUnderADigestBelongsToItsKeyAlone() {
		try (Cluster small = new Cluster(Shape.REMOTE)) {
			small.store.limit(new Limits(128, 100_000));
			String one = "k".repeat(200) + "1";
			String other = "k".repeat(200) + "2";
			small.cache().put(one, "one");
			KeyLayout layout = new KeyLayout("cachebridge", Cluster.CACHE, small.store.limits());
			StoredRecord held = small.store.records.get(layout.record(EntryKey.of(one)));
			// As if the two had the same digest
			small.store.records.put(layout.record(EntryKey.of(other)), held);
			assertThat(small.cache().get(other)).isNull();
			assertThat(small.cache().<String>get(other, () -> "other")).isEqualTo("other");
			assertThat(small.cache().get(other, String.class)).isEqualTo("other");
		}
	}

	@Test
	void nullIsNotCachedWhenItIsToBeSkipped() {
		try (Cluster skipping = new Cluster(Shape.TIERED)) {
			skipping.settings.nullValues = NullValues.SKIP;
			CacheBridgeCache skips = skipping.cache();
			assertThat(skips.<String>get("key", () -> null)).isNull();
			assertThat(skips.get("key")).isNull();
			skips.put("key", "before");
			skips.put("key", null);
			assertThat(skips.get("key")).isNull();
			assertThat(skips.putIfAbsent("key", null)).isNull();
			assertThat(skips.get("key")).isNull();
		}
	}

	@Test
	void anExpiredRecordThatTheStoreStillHoldsIsReplaced() {
		this.cache.put("key", "old");
		this.cluster.time.advance(this.cluster.settings.timeToLive.plus(Duration.ofMillis(1)));
		assertThat(value()).isNull();
		this.cluster.store.operations.clear();
		assertThat(this.cache.<String>get("key", () -> "new")).isEqualTo("new");
		assertThat(this.cluster.store.operations).containsExactly("getAll", "putIf");
		assertThat(value()).isEqualTo("new");
	}

	@Test
	void putIfAbsentLeavesWhatOnlyOthersCanReadAlone() {
		assertThat(this.cache.putIfAbsent("key", "of a newer version")).isNull();
		this.cluster.codec.knowsTypes = false;
		assertThatExceptionOfType(UnknownTypeException.class)
			.isThrownBy(() -> this.cluster.other().putIfAbsent("key", "mine"));
		this.cluster.codec.knowsTypes = true;
		assertThat(value()).isEqualTo("of a newer version");
	}

}
