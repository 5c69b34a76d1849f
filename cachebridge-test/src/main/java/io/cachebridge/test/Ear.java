package io.cachebridge.test;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.cachebridge.spi.BackplaneListener;

/**
 * Remembers what it hears.
 */
final class Ear implements BackplaneListener {

	private final List<byte[]> messages = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger disconnections = new AtomicInteger();

	@Override
	public void onMessage(byte[] message) {
		this.messages.add(message);
	}

	@Override
	public void onConnected() {
		this.connections.incrementAndGet();
	}

	@Override
	public void onDisconnected() {
		this.disconnections.incrementAndGet();
	}

	boolean heard(byte[] message) {
		return this.messages.stream().anyMatch((each) -> Arrays.equals(each, message));
	}

	List<byte[]> messages() {
		return this.messages;
	}

	int connections() {
		return this.connections.get();
	}

	int disconnections() {
		return this.disconnections.get();
	}

	int calls() {
		return this.messages.size() + this.connections.get();
	}

}
