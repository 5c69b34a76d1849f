package io.cachebridge.autoconfigure;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

import io.cachebridge.autoconfigure.CacheBridgeProperties.Encryption;
import io.cachebridge.autoconfigure.CacheBridgeProperties.Overrides;
import io.cachebridge.core.CompressionType;
import io.cachebridge.core.EncryptionKeys;

/**
 * Finds settings of sizes, compression and encryption that cannot work. Never tells a
 * key.
 */
final class ValueChecks {

	private static final String KEYS = "cachebridge.encryption.keys.";

	private static final String CURRENT = "cachebridge.encryption.current";

	private static final String NEW_KEY = "Set it to what 'openssl rand -base64 32' prints, the same on all nodes.";

	private final Encryption encryption;

	private final ClassLoader classLoader;

	ValueChecks(Encryption encryption, ClassLoader classLoader) {
		this.encryption = encryption;
		this.classLoader = classLoader;
	}

	/**
	 * Returns the keys of properties that have been checked.
	 * @param encryption the properties
	 * @return the keys
	 */
	static EncryptionKeys keys(Encryption encryption) {
		Map<String, byte[]> keys = new LinkedHashMap<>();
		encryption.keys().forEach((id, key) -> keys.put(id, Base64.getDecoder().decode(key.strip())));
		return new EncryptionKeys(keys, encryption.current());
	}

	void checkKeys() {
		this.encryption.keys().forEach(ValueChecks::checkKey);
		String current = this.encryption.current();
		if (current != null && !this.encryption.keys().containsKey(current)) {
			throw new InvalidCachePropertyException(CURRENT, current,
					"there is no such key, only " + this.encryption.keys().keySet(),
					"Set it to the id of a key under 'cachebridge.encryption.keys'.");
		}
	}

	private static void checkKey(String id, String key) {
		if (!EncryptionKeys.isId(id)) {
			// Not told, as it may be a key in the wrong place
			throw new InvalidCachePropertyException("cachebridge.encryption.keys", null,
					"the id of a key has 1 to 32 lower-case letters, digits and hyphens, and one of these has not",
					"Write 'cachebridge.encryption.keys.<id>', such as k1, with the key as its value.");
		}
		int length = length(key.strip());
		if (length != 16 && length != 32) {
			throw new InvalidCachePropertyException(KEYS + id, null, (length < 0) ? "the key is not Base64"
					: "a key has 16 or 32 bytes, but this one %d".formatted(length), NEW_KEY);
		}
	}

	private static int length(String key) {
		try {
			return Base64.getDecoder().decode(key).length;
		}
		catch (IllegalArgumentException ex) {
			return -1;
		}
	}

	void check(String path, Overrides overrides) {
		checkSize(path + ".maximum-value-size", overrides.maximumValueSize(), 1);
		checkSize(path + ".compression.threshold", overrides.compression().threshold(), 0);
		checkCompression(path + ".compression.type", overrides.compression().type());
		if (Boolean.TRUE.equals(overrides.encryption().enabled()) && this.encryption.current() == null) {
			throw new InvalidCachePropertyException(path + ".encryption.enabled", true,
					"there is no key to encrypt with, as '%s' is not set".formatted(CURRENT),
					"Set 'cachebridge.encryption.keys.<id>' to what 'openssl rand -base64 32' prints, and '%s' to <id>."
						.formatted(CURRENT));
		}
	}

	private static void checkSize(String property, @Nullable DataSize size, long least) {
		if (size != null && size.toBytes() < least) {
			throw new InvalidCachePropertyException(property, size,
					(least > 0) ? "it must be positive" : "it must not be negative", "Set a size such as 100KB.");
		}
	}

	private void checkCompression(String property, @Nullable CompressionType type) {
		if (type == null) {
			return;
		}
		switch (type) {
			case LZ4 -> checkLibrary(property, type, "net.jpountz.lz4.LZ4Factory", "at.yawk.lz4:lz4-java");
			case ZSTD -> checkLibrary(property, type, "com.github.luben.zstd.Zstd", "com.github.luben:zstd-jni");
			case NONE, DEFLATE -> {
			}
		}
	}

	private void checkLibrary(String property, CompressionType type, String className, String dependency) {
		String name = type.name().toLowerCase(Locale.ROOT);
		if (!ClassUtils.isPresent(className, this.classLoader)) {
			throw new InvalidCachePropertyException(property, name, "the library of this compression is missing",
					"Add the dependency %s, or choose deflate, which needs none.".formatted(dependency));
		}
		if (!type.isUsable()) {
			throw new InvalidCachePropertyException(property, name,
					"the library of this compression is present, but does not run here",
					"Make sure that %s has a native library for this platform and may execute it from 'java.io.tmpdir', or choose deflate."
						.formatted(dependency));
		}
	}

}
