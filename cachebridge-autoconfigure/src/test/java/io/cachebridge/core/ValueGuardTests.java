package io.cachebridge.core;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values that must not be stored are returned, counted by cause and warned of once.
 */
@ExtendWith(OutputCaptureExtension.class)
class ValueGuardTests {

	private static final String LARGE = "x".repeat(5000);

	private final Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private CacheBridgeCache cache() {
		this.cluster.settings.maximumValueSize = DataSize.ofKilobytes(4);
		return this.cluster.cache();
	}

	private static void assertRejected(CacheBridgeCache cache, RejectionCause cause, long times) {
		assertThat(cache.statistics().rejectedValues(cause)).isEqualTo(times);
		assertThat(cache.statistics().rejectedValues()).isEqualTo(times);
	}

	@Test
	void aValueThatIsTooLargeIsReturnedAndNotCached(CapturedOutput output) {
		CacheBridgeCache cache = cache();
		assertThat(cache.<String>get("key", () -> LARGE)).isEqualTo(LARGE);
		assertThat(cache.<String>get("other", () -> LARGE)).isEqualTo(LARGE);
		assertThat(cache.get("key")).isNull();
		assertThat(this.cluster.other().get("key")).isNull();
		assertRejected(cache, RejectionCause.SIZE, 2);
		assertThat(output).containsOnlyOnce("cannot store a value of java.lang.String")
			.contains("'maximum-value-size' of 4096B");
	}

	@Test
	void aValueThatIsTooLargeRemovesWhatIsThere() {
		CacheBridgeCache cache = cache();
		cache.put("key", "before");
		assertThat(this.cluster.other().get("key", String.class)).isEqualTo("before");
		cache.put("key", LARGE);
		assertThat(cache.get("key")).isNull();
		assertThat(this.cluster.other().get("key")).isNull();
		cache.putAll(Map.of("key", LARGE, "small", "value"));
		assertThat(cache.get("small", String.class)).isEqualTo("value");
		assertRejected(cache, RejectionCause.SIZE, 2);
	}

	@Test
	void putIfAbsentTellsAndCountsWhatItCannotStore() {
		CacheBridgeCache cache = cache();
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> cache.putIfAbsent("key", LARGE));
		assertRejected(cache, RejectionCause.SIZE, 1);
	}

	@Test
	void theSizeIsThatBeforeCompression() {
		this.cluster.settings.compression = new CompressionSettings(CompressionType.DEFLATE, DataSize.ofKilobytes(2));
		CacheBridgeCache cache = cache();
		cache.put("small", "x".repeat(3000));
		cache.put("large", LARGE);
		assertThat(cache.get("small", String.class)).hasSize(3000);
		assertRejected(cache, RejectionCause.SIZE, 1);
	}

	@Test
	void aStoreThatHoldsLessCountsAsSizeToo() {
		this.cluster.store.limit(new Limits(1000, 2000));
		CacheBridgeCache cache = cache();
		cache.put("key", "x".repeat(3000));
		assertRejected(cache, RejectionCause.SIZE, 1);
	}

	@Test
	void theNameOfAKeyMayBeTooLongForARecord(CapturedOutput output) {
		this.cluster.store.limit(new Limits(128, 1_000_000));
		CacheBridgeCache cache = cache();
		String key = "k".repeat(70_000);
		assertThat(cache.<String>get(key, () -> "value")).isEqualTo("value");
		assertThat(cache.get(key)).isNull();
		assertRejected(cache, RejectionCause.KEY, 1);
		assertThat(output).contains("70000 bytes");
	}

	@Test
	void aTagMayBeTooLongForARecord() {
		CacheBridgeCache cache = cache();
		cache.put("key", "value", Collections.singleton("t".repeat(70_000)));
		assertThat(cache.get("key")).isNull();
		assertRejected(cache, RejectionCause.TAGS, 1);
	}

	@Test
	void warnsOncePerTypeOfWhatTheCodecCannotWrite(CapturedOutput output) {
		CacheBridgeCache cache = cache();
		cache.put("one", new Object());
		cache.put("two", new Object());
		cache.put("three", LARGE);
		assertThat(cache.statistics().rejectedValues(RejectionCause.CODEC)).isEqualTo(2);
		assertThat(cache.statistics().rejectedValues(RejectionCause.SIZE)).isOne();
		assertThat(output).containsOnlyOnce("cannot store a value of java.lang.Object")
			.containsOnlyOnce("cannot store a value of java.lang.String");
	}

	@Test
	void anEnvelopeHasRoomFor127EpochsAndNoMore() {
		Map<String, Version> epochs = new HashMap<>();
		for (int i = 0; i < 127; i++) {
			epochs.put("tag" + i, new Version(i, i));
		}
		assertThat(Envelope.read(envelope(epochs, "java").write()).epochs()).isEqualTo(epochs);
		epochs.put("more", new Version(1, 1));
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> envelope(epochs, "java").write())
			.withMessageContaining("128");
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> envelope(Map.of(), "c".repeat(128)).write());
	}

	private Envelope envelope(Map<String, Version> epochs, String codec) {
		return new Envelope(this.cluster.time.instant(), null, epochs, "", codec, new byte[0]);
	}

}
