package io.cachebridge.spi.support;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import io.cachebridge.spi.BackplaneListener;

/**
 * Notes everything a backplane tells, in order.
 */
public final class Hearing implements BackplaneListener {

	public static final String CONNECTED = "<connected>";

	public static final String DISCONNECTED = "<disconnected>";

	public static final String RESUMED = "<resumed>";

	private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

	private final Map<String, Callable<?>> actions = new ConcurrentHashMap<>();

	public List<String> heard() {
		synchronized (this.heard) {
			return List.copyOf(this.heard);
		}
	}

	/**
	 * Returns what was told of the connection.
	 */
	public List<String> states() {
		return heard().stream().filter((news) -> news.startsWith("<")).toList();
	}

	public List<String> messages() {
		return heard().stream().filter((news) -> !news.startsWith("<")).toList();
	}

	/**
	 * Does something before a message is noted.
	 */
	public void before(String message, Callable<?> action) {
		this.actions.put(message, action);
	}

	@Override
	public void onMessage(byte[] message) {
		String text = new String(message, StandardCharsets.UTF_8);
		try {
			this.actions.getOrDefault(text, () -> null).call();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		this.heard.add(text);
	}

	@Override
	public void onConnected() {
		this.heard.add(CONNECTED);
	}

	@Override
	public void onDisconnected() {
		this.heard.add(DISCONNECTED);
	}

	@Override
	public void onResumed() {
		this.heard.add(RESUMED);
	}

}
