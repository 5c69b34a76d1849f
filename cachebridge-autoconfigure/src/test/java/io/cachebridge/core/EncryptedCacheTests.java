package io.cachebridge.core;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Caches whose values are compressed or encrypted in the store.
 */
class EncryptedCacheTests {

	private static final String SECRET = "secret ".repeat(1000);

	private final Cluster cluster = new Cluster(Shape.REMOTE);

	@BeforeEach
	void encrypt() {
		this.cluster.settings.encrypted = true;
	}

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private CacheBridgeCache node(String current, String... keys) {
		return manager(current, keys).getCache(Cluster.CACHE);
	}

	private CacheBridgeCacheManager manager(String current, String... keys) {
		EncryptionKeys all = (keys.length > 0) ? ValueTransformsTests.keys(current, keys) : EncryptionKeys.NONE;
		return this.cluster.addNode((builder) -> builder.encryption(all));
	}

	private StoredRecord held(String key) {
		return this.cluster.store.records.get(this.cluster.store.keyEndingWith(":" + key));
	}

	private String formOf(String key) {
		return Envelope.read(held(key).content()).codec();
	}

	private void hold(String key, StoredRecord record) {
		this.cluster.store.records.replaceAll((place, held) -> place.endsWith(":" + key) ? record : held);
	}

	@Test
	void servesWhatItEncrypted() {
		CacheBridgeCache cache = node("k1", "k1");
		assertThat(cache.<String>get("key", () -> SECRET)).isEqualTo(SECRET);
		cache.put("null", null);
		CacheBridgeCache other = node("k1", "k1");
		assertThat(other.get("key", String.class)).isEqualTo(SECRET);
		assertThat(other.get("null").get()).isNull();
		assertThat(formOf("key")).isEqualTo("java+aes-gcm:k1");
		assertThat(formOf("null")).isEqualTo("+aes-gcm:k1");
	}

	@Test
	void compressesBeforeItEncrypts() {
		this.cluster.settings.compression = new CompressionSettings(CompressionType.ZSTD,
				ValueSettings.BUILT_IN.compression().threshold());
		node("k1", "k1").put("key", SECRET);
		assertThat(formOf("key")).isEqualTo("java+zstd+aes-gcm:k1");
		assertThat(held("key").content()).hasSizeLessThan(SECRET.length() / 10);
		this.cluster.settings.compression = ValueSettings.BUILT_IN.compression();
		assertThat(node("k1", "k1").get("key", String.class)).isEqualTo(SECRET);
	}

	@Test
	void keysAreReplacedWithoutAClear() {
		node("k1", "k1").put("key", SECRET);
		node("k1", "k1").put("later", SECRET);
		CacheBridgeCache both = node("k2", "k1", "k2");
		assertThat(both.get("key", String.class)).isEqualTo(SECRET);
		both.put("key", "new");
		assertThat(formOf("key")).isEqualTo("java+aes-gcm:k2");
		CacheBridgeCache next = node("k2", "k2");
		assertThat(next.get("key", String.class)).isEqualTo("new");
		assertThat(next.get("later")).isNull();
		assertThat(next.statistics().unreadable()).isOne();
	}

	@Test
	void aValueOfAKeyThatIsNotKnownYetIsAMissThatNoLoadOverwrites() {
		node("k2", "k1", "k2").put("key", SECRET);
		CacheBridgeCache behind = node("k1", "k1");
		assertThat(behind.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(behind.statistics().unreadable()).isOne();
		assertThat(formOf("key")).isEqualTo("java+aes-gcm:k2");
		behind.put("key", "put");
		assertThat(formOf("key")).isEqualTo("java+aes-gcm:k1");
	}

	@Test
	void aNodeWithoutKeysTakesItForUnknown() {
		node("k1", "k1").put("key", SECRET);
		this.cluster.settings.encrypted = false;
		CacheBridgeCache plain = node("none");
		assertThat(plain.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(formOf("key")).isEqualTo("java+aes-gcm:k1");
	}

	@Test
	void aNodeThatHasTheKeyReadsWhereItDoesNotEncryptAnyMore() {
		node("k1", "k1").put("key", SECRET);
		this.cluster.settings.encrypted = false;
		CacheBridgeCache plain = node("k1", "k1");
		assertThat(plain.get("key", String.class)).isEqualTo(SECRET);
		plain.put("key", "plain");
		assertThat(formOf("key")).isEqualTo("java");
	}

	@Test
	void aValueThatIsNotEncryptedIsNeverServedAndMayBeOverwritten() {
		this.cluster.settings.encrypted = false;
		CacheBridgeCache plain = node("none");
		plain.put("key", "plain");
		plain.put("null", null);
		this.cluster.settings.encrypted = true;
		CacheBridgeCache cache = node("k1", "k1");
		assertThat(cache.get("key")).isNull();
		assertThat(cache.get("null")).isNull();
		assertThat(cache.statistics().unreadable()).isEqualTo(2);
		assertThat(formOf("key")).isEqualTo("java");
		assertThat(cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(cache.putIfAbsent("null", "put")).isNull();
		assertThat(cache.get("key", String.class)).isEqualTo("loaded");
		assertThat(cache.get("null", String.class)).isEqualTo("put");
	}

	@Test
	void aValueThatWasMovedToAnotherKeyIsRemoved() {
		CacheBridgeCache cache = node("k1", "k1");
		cache.put("key", SECRET);
		cache.put("other", "other");
		hold("other", held("key"));
		assertThat(cache.get("other")).isNull();
		assertThat(cache.statistics().unreadable()).isOne();
		assertThat(this.cluster.store.holdsContent(":other")).isFalse();
		assertThat(cache.<String>get("other", () -> "loaded")).isEqualTo("loaded");
		assertThat(cache.get("other", String.class)).isEqualTo("loaded");
	}

	@Test
	void aValueThatWasMovedToAnotherCacheIsRemoved() {
		CacheBridgeCacheManager manager = manager("k1", "k1");
		manager.getCache(Cluster.CACHE).put("key", SECRET);
		CacheBridgeCache other = manager.getCache("others");
		other.put("theirs", "value");
		Envelope ours = Envelope.read(held("key").content());
		StoredRecord theirs = held("theirs");
		Envelope moved = new Envelope(ours.createdAt(), ours.freshUntil(), Envelope.read(theirs.content()).epochs(), "",
				ours.codec(), ours.value());
		this.cluster.store.records.put("cachebridge:others:key",
				StoredRecord.of(moved.write(), theirs.version(), null));
		assertThat(other.get("key")).isNull();
		assertThat(other.statistics().unreadable()).isOne();
	}

	@Test
	void aForgedValueIsRemoved() {
		CacheBridgeCache cache = node("k1", "k1");
		cache.put("key", SECRET);
		Envelope known = Envelope.read(held("key").content());
		byte[] forged = known.value().clone();
		forged[forged.length / 2] ^= 1;
		hold("key", StoredRecord.of(
				new Envelope(known.createdAt(), known.freshUntil(), known.epochs(), "", known.codec(), forged).write(),
				held("key").version(), null));
		assertThat(cache.get("key")).isNull();
		assertThat(this.cluster.store.holdsContent(":key")).isFalse();
	}

	@Test
	void aNodeWithOtherBytesUnderTheSameKeyIdHasMissesAndRemoves() {
		node("k1", "k1").put("key", SECRET);
		CacheBridgeCache wrong = this.cluster
			.addNode((builder) -> builder.encryption(new EncryptionKeys(Map.of("k1", new byte[32]), "k1")))
			.getCache(Cluster.CACHE);
		assertThat(wrong.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(wrong.statistics().unreadable()).isOne();
		assertThat(wrong.get("key", String.class)).isEqualTo("loaded");
	}

	@Test
	void expiresWhatItCannotRead() {
		CacheBridgeCache cache = node("k1", "k1");
		cache.put("key", SECRET);
		cache.expire("key");
		assertThat(cache.get("key")).isNull();
		assertThat(cache.statistics().unreadable()).isZero();
	}

	private static String dump(CacheBridgeCache cache) throws IOException {
		StringWriter lines = new StringWriter();
		cache.dump().writeTo(lines);
		return lines.toString();
	}

	@Test
	void aDumpHoldsNothingInPlainAndIsReadWithTheSameKeys() throws IOException {
		CacheBridgeCache cache = node("k1", "k1");
		cache.put("key", SECRET, Set.of("tag"));
		cache.put("null", null);
		String lines = dump(cache);
		assertThat(lines).contains("java+aes-gcm:k1").doesNotContain("secret");
		cache.clear();
		assertThat(cache.dump().readFrom(new StringReader(lines))).isEqualTo(2);
		assertThat(cache.get("key", String.class)).isEqualTo(SECRET);
		assertThat(cache.get("null").get()).isNull();
	}

	@Test
	void aDumpInPlainIsEncryptedWhenItIsRestored() throws IOException {
		this.cluster.settings.encrypted = false;
		CacheBridgeCache plain = node("none");
		plain.put("key", SECRET);
		plain.put("null", null);
		String lines = dump(plain);
		this.cluster.settings.encrypted = true;
		CacheBridgeCache cache = node("k1", "k1");
		assertThat(dump(cache)).isEmpty();
		assertThat(cache.dump().readFrom(new StringReader(lines))).isEqualTo(2);
		assertThat(formOf("key")).isEqualTo("java+aes-gcm:k1");
		assertThat(cache.get("key", String.class)).isEqualTo(SECRET);
		assertThat(cache.get("null").get()).isNull();
	}

	@Test
	void aDumpOfCompressedValuesIsReadWithoutTheSetting() throws IOException {
		this.cluster.settings.encrypted = false;
		this.cluster.settings.compression = new CompressionSettings(CompressionType.LZ4,
				ValueSettings.BUILT_IN.compression().threshold());
		CacheBridgeCache cache = node("none");
		cache.put("key", SECRET);
		String lines = dump(cache);
		assertThat(lines).contains("java+lz4");
		this.cluster.settings.compression = ValueSettings.BUILT_IN.compression();
		CacheBridgeCache other = node("none");
		other.clear();
		other.dump().readFrom(new StringReader(lines));
		assertThat(other.get("key", String.class)).isEqualTo(SECRET);
	}

}
