package io.cachebridge.backend.memcached;

import net.rubyeye.xmemcached.transcoders.CachedData;
import net.rubyeye.xmemcached.transcoders.CompressionMode;
import net.rubyeye.xmemcached.transcoders.Transcoder;

/**
 * Leaves bytes as they are, whatever transcoder the client has.
 */
final class RawTranscoder implements Transcoder<byte[]> {

	static final RawTranscoder INSTANCE = new RawTranscoder();

	private RawTranscoder() {
	}

	@Override
	public CachedData encode(byte[] bytes) {
		return new CachedData(0, bytes, bytes.length, -1);
	}

	@Override
	public byte[] decode(CachedData data) {
		return data.getData();
	}

	@Override
	public void setPrimitiveAsString(boolean primitiveAsString) {
	}

	@Override
	public void setPackZeros(boolean packZeros) {
	}

	@Override
	public void setCompressionThreshold(int threshold) {
	}

	@Override
	public boolean isPrimitiveAsString() {
		return false;
	}

	@Override
	public boolean isPackZeros() {
		return false;
	}

	@Override
	public void setCompressionMode(CompressionMode mode) {
	}

}
