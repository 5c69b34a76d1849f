package io.cachebridge.test.simulation;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.ValueCodec;

/**
 * What the caches hold.
 *
 * @param key the key it belongs to
 * @param version the version that the source had
 * @param origin the number of the one load or write that brought it
 */
record Value(String key, long version, int origin) {

	@Override
	public String toString() {
		return "v" + this.version + "#" + this.origin;
	}

	/**
	 * Writes and reads values.
	 */
	static final class Codec implements ValueCodec {

		static final String ID = "simulation";

		private static final int NUMBERS = 8 + 4;

		@Override
		public String id() {
			return ID;
		}

		@Override
		public byte[] encode(Object object, Type type) {
			Value value = (Value) object;
			Worker worker = Worker.inTurn();
			if (worker != null) {
				worker.fiber().encoded = value;
			}
			byte[] key = value.key().getBytes(StandardCharsets.UTF_8);
			return ByteBuffer.allocate(NUMBERS + key.length)
				.putLong(value.version())
				.putInt(value.origin())
				.put(key)
				.array();
		}

		@Override
		public Object decode(byte[] bytes, Type type) {
			if (bytes.length < NUMBERS) {
				throw new CodecException("%d bytes are no value".formatted(bytes.length));
			}
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			long version = buffer.getLong();
			int origin = buffer.getInt();
			return new Value(new String(bytes, NUMBERS, bytes.length - NUMBERS, StandardCharsets.UTF_8), version,
					origin);
		}

	}

}
