package io.cachebridge.core;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The keys that values in stores are encrypted with. All of them read, one of them
 * writes. Never tells the keys themselves. Immutable.
 */
public final class EncryptionKeys {

	/**
	 * No keys: nothing can be encrypted or decrypted.
	 */
	public static final EncryptionKeys NONE = new EncryptionKeys(Map.of(), null);

	private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");

	private static final Set<Integer> LENGTHS = Set.of(16, 32);

	private final Map<String, SecretKey> keys;

	private final @Nullable String current;

	/**
	 * Collects keys.
	 * @param keys the keys by their ids, of 16 or 32 bytes
	 * @param current the id of the key that writes, {@code null} if none does
	 * @throws IllegalArgumentException if an id or the length of a key is not allowed, or
	 * there is no key of the current id
	 */
	public EncryptionKeys(Map<String, byte[]> keys, @Nullable String current) {
		keys.forEach((id, key) -> {
			if (!isId(id)) {
				throw new IllegalArgumentException(
						"The id of a key must be 1 to 32 lower-case letters, digits and hyphens");
			}
			if (!LENGTHS.contains(key.length)) {
				throw new IllegalArgumentException(
						"Key '%s' must have 16 or 32 bytes but has %d".formatted(id, key.length));
			}
		});
		if (current != null && !keys.containsKey(current)) {
			throw new IllegalArgumentException("There is no key '%s', only %s".formatted(current, keys.keySet()));
		}
		this.keys = keys.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (key) -> new SecretKeySpec(key.getValue(), "AES"),
					(one, other) -> one, TreeMap::new));
		this.current = current;
	}

	/**
	 * Tells whether a text may be the id of a key.
	 * @param id the text
	 * @return {@code true} for 1 to 32 lower-case letters, digits and hyphens
	 */
	public static boolean isId(String id) {
		return ID.matcher(id).matches();
	}

	@Nullable String current() {
		return this.current;
	}

	@Nullable SecretKey key(String id) {
		return this.keys.get(id);
	}

	@Override
	public String toString() {
		return "EncryptionKeys[ids=%s, current=%s]".formatted(this.keys.keySet(), this.current);
	}

}
