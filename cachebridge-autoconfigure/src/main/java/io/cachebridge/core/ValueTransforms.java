package io.cachebridge.core;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;

/**
 * What is done to the bytes of values between codec and store: they are compressed, then
 * encrypted, as the cache is set. Reads whatever it has libraries and keys for.
 */
final class ValueTransforms {

	private final ValueCompression compression;

	private final ValueEncryption encryption;

	private final boolean encrypted;

	/**
	 * Creates the transforms of a cache.
	 * @param cache its name
	 * @param settings what is done to its values
	 * @param keys the keys there are
	 * @throws IllegalArgumentException if values are to be encrypted and no key does so
	 */
	ValueTransforms(String cache, ValueSettings settings, EncryptionKeys keys) {
		if (settings.encrypted() && keys.current() == null) {
			throw new IllegalArgumentException(
					"Cache '%s' is to be encrypted, but there is no current key".formatted(cache));
		}
		this.compression = new ValueCompression(settings.compression(), settings.maximumSize());
		this.encryption = new ValueEncryption(keys, cache);
		this.encrypted = settings.encrypted();
	}

	EncodedValue apply(EntryKey key, EncodedValue value) {
		return protect(key, value.isNull() ? value : this.compression.compress(value));
	}

	/**
	 * Encrypts what is not, if this cache is encrypted.
	 * @param key the key
	 * @param value the value in any form
	 * @return the value as it may be stored
	 */
	EncodedValue protect(EntryKey key, EncodedValue value) {
		return isServed(value.form()) ? value : this.encryption.encrypt(key, value);
	}

	/**
	 * Tells whether values of a form are served at all: an encrypted cache serves nothing
	 * that anybody could have written.
	 * @param form the form
	 * @return {@code false} if such a value counts as absent
	 */
	boolean isServed(String form) {
		return !this.encrypted || ValueForm.isEncrypted(form);
	}

	/**
	 * Undoes what was done to a value.
	 * @param key the key under which it was found
	 * @param stored the value as it was found
	 * @return the value as its codec has written it
	 * @throws UnknownTypeException if that takes a transform, library or key that is
	 * missing here
	 * @throws CodecException if it is damaged or of another place
	 */
	EncodedValue undo(EntryKey key, EncodedValue stored) {
		if (!ValueForm.isTransformed(stored.form())) {
			return stored;
		}
		ValueForm form = ValueForm.parse(stored.form());
		if (form == null) {
			throw new UnknownTypeException(
					"The form '%s' of a value is not known".formatted(TextEscape.escape(stored.form(), "")));
		}
		byte[] bytes = (form.keyId() != null) ? this.encryption.decrypt(key, form.keyId(), stored) : stored.bytes();
		return new EncodedValue(form.codec(), switch (form.compression()) {
			case NONE -> bytes;
			case DEFLATE, LZ4, ZSTD -> this.compression.decompress(form.compression(), bytes);
		});
	}

}
