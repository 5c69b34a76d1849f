package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.cachebridge.codec.Codecs;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.ValueCodec;
import io.cachebridge.spi.Version;

/**
 * Turns the values of one cache into records and back.
 */
final class ValueFormat {

	private static final String NO_CODEC = "";

	private static final byte[] NO_BYTES = new byte[0];

	/** Longer than any deployment, short enough for every store's calendar. */
	static final Duration LONGEST = Duration.of(36_500, ChronoUnit.DAYS);

	private final String cache;

	private final ValueCodec codec;

	private final Codecs codecs;

	private final ValueTypes types;

	private final KeyLayout layout;

	private final long maximumBytes;

	private final Clock clock;

	ValueFormat(String cache, CacheSettings settings, Codecs codecs, ValueTypes types, KeyLayout layout,
			long maximumBytes, Clock clock) {
		this.cache = cache;
		this.codec = codecs.get(settings.remote().codec());
		this.codecs = codecs;
		this.types = types;
		this.layout = layout;
		this.maximumBytes = maximumBytes;
		this.clock = clock;
	}

	/**
	 * Writes a value as the content of a record.
	 * @param key its key
	 * @param value the value
	 * @param epochs the epochs of the cache and of its tags
	 * @param version the version of the record
	 * @param timeToLive how long the value may be served, zero for ever
	 * @return the record
	 * @throws CodecException if this value cannot be stored
	 */
	StoredRecord write(EntryKey key, @Nullable Object value, Map<String, Version> epochs, Version version,
			Duration timeToLive) {
		Instant now = this.clock.instant();
		Instant freshUntil = freshUntil(now, timeToLive);
		byte[] bytes = (value != null) ? encode(value) : NO_BYTES;
		String codecId = (value != null) ? this.codec.id() : NO_CODEC;
		String keyName = this.layout.isDigested(key) ? key.name() : "";
		byte[] content = new Envelope(now, freshUntil, epochs, keyName, codecId, bytes).write();
		if (content.length > this.maximumBytes) {
			throw new CodecException("%d bytes are more than the %d that the store can hold".formatted(content.length,
					this.maximumBytes));
		}
		return StoredRecord.of(content, version, freshUntil);
	}

	/**
	 * Reads the value of an envelope.
	 * @param envelope the envelope
	 * @return the value
	 * @throws UnknownTypeException if it is of a codec or type that is unknown here
	 * @throws CodecException if it is damaged
	 */
	@Nullable Object read(Envelope envelope) {
		if (envelope.isNull()) {
			return null;
		}
		ValueCodec writer = envelope.codec().equals(this.codec.id()) ? this.codec : this.codecs.get(envelope.codec());
		try {
			return writer.decode(envelope.value(), this.types.declaredFor(this.cache));
		}
		catch (CodecException ex) {
			throw ex;
		}
		catch (RuntimeException | StackOverflowError | LinkageError ex) {
			throw new CodecException("Codec '%s' failed: %s".formatted(writer.id(), ex), ex);
		}
	}

	boolean isKeyOf(EntryKey key, Envelope envelope) {
		return envelope.keyName().isEmpty() || envelope.keyName().equals(key.name());
	}

	private byte[] encode(Object value) {
		try {
			return this.codec.encode(value, this.types.declaredFor(this.cache));
		}
		catch (CodecException ex) {
			throw ex;
		}
		catch (RuntimeException | StackOverflowError | LinkageError ex) {
			throw new CodecException("Codec '%s' failed: %s".formatted(this.codec.id(), ex), ex);
		}
	}

	private static @Nullable Instant freshUntil(Instant now, Duration timeToLive) {
		if (timeToLive.isZero()) {
			return null;
		}
		return now.plus((timeToLive.compareTo(LONGEST) < 0) ? timeToLive : LONGEST);
	}

}
