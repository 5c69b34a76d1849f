package io.cachebridge.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;

/**
 * Encrypts the values of one cache by AES-GCM (NIST SP 800-38D): a random nonce of twelve
 * bytes, the encrypted value, a tag of sixteen. The tag covers the cache, the key and the
 * form too, so that a value is nothing anywhere else.
 */
final class ValueEncryption {

	private static final String CIPHER = "AES/GCM/NoPadding";

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BYTES = 16;

	private final EncryptionKeys keys;

	private final byte[] cache;

	private final SecureRandom random = new SecureRandom();

	ValueEncryption(EncryptionKeys keys, String cache) {
		this.keys = keys;
		this.cache = cache.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Encrypts a value with the current key.
	 * @param key its key in the cache
	 * @param value the value
	 * @return the encrypted value
	 * @throws CodecException if that is not possible
	 */
	EncodedValue encrypt(EntryKey key, EncodedValue value) {
		String keyId = this.keys.current();
		if (keyId == null) {
			throw new CodecException("There is no current key to encrypt with");
		}
		String form = ValueForm.encrypted(value.form(), keyId);
		byte[] nonce = new byte[NONCE_BYTES];
		this.random.nextBytes(nonce);
		ByteBuffer encrypted = ByteBuffer.allocate(NONCE_BYTES + value.bytes().length + TAG_BYTES).put(nonce);
		try {
			Cipher cipher = cipher(Cipher.ENCRYPT_MODE, secret(keyId), nonce, context(key, form));
			cipher.doFinal(ByteBuffer.wrap(value.bytes()), encrypted);
		}
		catch (GeneralSecurityException ex) {
			throw new CodecException("The value cannot be encrypted", ex);
		}
		return new EncodedValue(form, encrypted.array());
	}

	/**
	 * Decrypts a value.
	 * @param key the key in the cache under which it was found
	 * @param keyId the id of the key it is said to be encrypted with
	 * @param value the value as it was found
	 * @return its bytes of before
	 * @throws UnknownTypeException if there is no such key
	 * @throws CodecException if this is not what was encrypted with this key for this
	 * place
	 */
	byte[] decrypt(EntryKey key, String keyId, EncodedValue value) {
		SecretKey secret = secret(keyId);
		byte[] bytes = value.bytes();
		if (bytes.length < NONCE_BYTES + TAG_BYTES) {
			throw new CodecException("An encrypted value is longer");
		}
		byte[] nonce = new byte[NONCE_BYTES];
		System.arraycopy(bytes, 0, nonce, 0, NONCE_BYTES);
		try {
			Cipher cipher = cipher(Cipher.DECRYPT_MODE, secret, nonce, context(key, value.form()));
			return cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
		}
		catch (GeneralSecurityException ex) {
			throw new CodecException("What key '%s' has encrypted is not authentic".formatted(keyId), ex);
		}
	}

	private SecretKey secret(String keyId) {
		SecretKey secret = this.keys.key(keyId);
		if (secret == null) {
			throw new UnknownTypeException("There is no encryption key '%s' here".formatted(keyId));
		}
		return secret;
	}

	private static Cipher cipher(int mode, SecretKey secret, byte[] nonce, byte[] context)
			throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance(CIPHER);
		cipher.init(mode, secret, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
		cipher.updateAAD(context);
		return cipher;
	}

	// Lengths in front, so that no two places are written alike
	private byte[] context(EntryKey key, String form) {
		byte[] name = key.name().getBytes(StandardCharsets.UTF_8);
		byte[] chain = form.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(2 * Integer.BYTES + this.cache.length + name.length + chain.length)
			.putInt(this.cache.length)
			.put(this.cache)
			.putInt(name.length)
			.put(name)
			.put(chain)
			.array();
	}

}
