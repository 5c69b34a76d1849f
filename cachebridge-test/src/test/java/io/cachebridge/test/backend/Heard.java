package io.cachebridge.test.backend;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.cachebridge.spi.BackplaneListener;

/**
 * Notes the messages of a backplane, as text, and what becomes of its connection.
 */
final class Heard implements BackplaneListener {

	static final String CONNECTED = "connected";

	static final String RESUMED = "resumed";

	static final String DISCONNECTED = "disconnected";

	final List<String> all = new CopyOnWriteArrayList<>();

	@Override
	public void onMessage(byte[] message) {
		this.all.add(new String(message, StandardCharsets.UTF_8));
	}

	@Override
	public void onConnected() {
		this.all.add(CONNECTED);
	}

	@Override
	public void onResumed() {
		this.all.add(RESUMED);
	}

	@Override
	public void onDisconnected() {
		this.all.add(DISCONNECTED);
	}

}
