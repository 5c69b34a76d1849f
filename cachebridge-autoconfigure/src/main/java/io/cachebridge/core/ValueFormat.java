package io.cachebridge.core;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

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

	/** Longer than any deployment, short enough for every store's calendar. */
	static final Duration LONGEST = Duration.of(36_500, ChronoUnit.DAYS);

	private final String cache;

	private final ValueCodec codec;

	private final Codecs codecs;

	private final ValueTypes types;

	private final KeyLayout layout;

	private final ValueTransforms transforms;

	private final DataSize maximumSize;

	private final long maximumBytes;

	/**
	 * Creates the format.
	 * @param cache the name of the cache
	 * @param settings its settings
	 * @param codecs the codecs there are
	 * @param types knows the types of its values
	 * @param layout knows which keys are found under a digest
	 * @param keys the keys to encrypt with
	 * @param maximumBytes how long a record may be in the store
	 */
	ValueFormat(String cache, CacheSettings settings, Codecs codecs, ValueTypes types, KeyLayout layout,
			EncryptionKeys keys, long maximumBytes) {
		this.cache = cache;
		this.codec = codecs.get(settings.remote().codec());
		this.codecs = codecs;
		this.types = types;
		this.layout = layout;
		this.transforms = new ValueTransforms(cache, settings.values(), keys);
		this.maximumSize = settings.values().maximumSize();
		this.maximumBytes = maximumBytes;
	}

	/**
	 * Writes a value as the content of a record.
	 * @param key its key
	 * @param value the value
	 * @param epochs the epochs of the cache and of its tags
	 * @param version the version of the record
	 * @param life the life of the value
	 * @param validators what the source of the value can be asked with
	 * @return the record
	 * @throws CodecException if this value cannot be stored
	 */
	StoredRecord write(EntryKey key, @Nullable Object value, Map<String, Version> epochs, Version version, Life life,
			Validators validators) {
		EncodedValue encoded = this.transforms.apply(key, (value != null) ? encode(value) : EncodedValue.NULL);
		String keyName = this.layout.isDigested(key) ? key.name() : "";
		byte[] content = new Envelope(life.createdAt(), life.freshUntil(), epochs, keyName, encoded.form(),
				encoded.bytes(), validators)
			.write();
		if (content.length > this.maximumBytes) {
			throw new UnstorableException(RejectionCause.SIZE, "%d bytes are more than the %d that the store can hold"
				.formatted(content.length, this.maximumBytes));
		}
		return StoredRecord.of(content, version, life.keptUntil());
	}

	/**
	 * Reads the value of an envelope.
	 * @param key the key under which it was found
	 * @param envelope the envelope
	 * @return the value
	 * @throws UnknownTypeException if it is of a codec or type that is unknown here, or
	 * compressed or encrypted in a way that is
	 * @throws CodecException if it is damaged, or was encrypted for another place
	 */
	@Nullable Object read(EntryKey key, Envelope envelope) {
		EncodedValue value = this.transforms.undo(key, new EncodedValue(envelope.codec(), envelope.value()));
		if (value.isNull()) {
			return null;
		}
		ValueCodec writer = value.form().equals(this.codec.id()) ? this.codec : this.codecs.get(value.form());
		try {
			return writer.decode(value.bytes(), this.types.declaredFor(this.cache));
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

	/**
	 * Tells whether the value of an envelope may be served, as far as its form tells.
	 * @param envelope the envelope
	 * @return {@code false} if the values of this cache are encrypted and this is not
	 */
	boolean isServed(Envelope envelope) {
		return this.transforms.isServed(envelope.codec());
	}

	/**
	 * Encrypts a value that comes from elsewhere, if the values of this cache are
	 * encrypted and it is not.
	 * @param key its key
	 * @param value the value
	 * @return the value as it may be stored
	 */
	EncodedValue protect(EntryKey key, EncodedValue value) {
		return this.transforms.protect(key, value);
	}

	private EncodedValue encode(Object value) {
		byte[] bytes = bytes(value);
		if (bytes.length > this.maximumSize.toBytes()) {
			throw new UnstorableException(RejectionCause.SIZE,
					"%d bytes are more than the 'maximum-value-size' of %s".formatted(bytes.length, this.maximumSize));
		}
		return new EncodedValue(this.codec.id(), bytes);
	}

	private byte[] bytes(Object value) {
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

	static Duration atMostLongest(Duration time) {
		return (time.compareTo(LONGEST) < 0) ? time : LONGEST;
	}

}
