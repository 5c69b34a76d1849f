package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.cachebridge.spi.BackplaneListener;

/**
 * Notes everything a backplane tells, in order.
 */
final class Hearing implements BackplaneListener {

	static final String CONNECTED = "<connected>";

	static final String DISCONNECTED = "<disconnected>";

	private final List<String> heard = new CopyOnWriteArrayList<>();

	List<String> heard() {
		return this.heard;
	}

	@Override
	public void onMessage(byte[] message) {
		this.heard.add(new String(message, StandardCharsets.UTF_8));
	}

	@Override
	public void onConnected() {
		this.heard.add(CONNECTED);
	}

	@Override
	public void onDisconnected() {
		this.heard.add(DISCONNECTED);
	}

}
