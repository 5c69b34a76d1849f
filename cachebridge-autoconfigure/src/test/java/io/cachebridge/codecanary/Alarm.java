package io.cachebridge.codecanary;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Remembers what should not have happened.
 */
public final class Alarm {

	private static final Queue<String> RUNG = new ConcurrentLinkedQueue<>();

	private Alarm() {
	}

	public static void ring(String cause) {
		RUNG.add(cause);
	}

	public static Queue<String> rung() {
		return RUNG;
	}

}
