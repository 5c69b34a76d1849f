package io.cachebridge.core;

/**
 * How values are compressed.
 */
public enum CompressionType {

	/** Not at all. */
	NONE,

	/** By the JDK: slow, and needs nothing. */
	DEFLATE,

	/** Fast, and compresses less. Needs {@code at.yawk.lz4:lz4-java}. */
	LZ4,

	/**
	 * Faster than {@link #DEFLATE}, and compresses more. Needs
	 * {@code com.github.luben:zstd-jni}.
	 */
	ZSTD;

	/**
	 * Tells whether values can be compressed so in this process.
	 * @return {@code false} if the library is missing or does not run here
	 */
	public boolean isUsable() {
		try {
			return this == NONE || Compressor.of(this) != null;
		}
		catch (LinkageError ex) {
			return false;
		}
	}

}
