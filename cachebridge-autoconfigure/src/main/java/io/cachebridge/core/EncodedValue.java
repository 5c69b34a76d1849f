package io.cachebridge.core;

/**
 * A value as bytes, with what was done to it.
 *
 * @param form the id of the codec, empty for {@code null}, followed by its
 * {@linkplain ValueForm transforms}
 * @param bytes the bytes
 */
record EncodedValue(String form, byte[] bytes) {

	private static final byte[] NO_BYTES = new byte[0];

	static final EncodedValue NULL = new EncodedValue("", NO_BYTES);

	boolean isNull() {
		return this.form.isEmpty();
	}

}
