package io.cachebridge.codecanary;

import java.util.HashMap;

/**
 * Rings when it is initialized or created.
 */
public class Canary extends HashMap<String, Object> {

	private static final long serialVersionUID = 1L;

	static {
		Alarm.ring("initialized");
	}

	public Canary() {
		Alarm.ring("created");
	}

	public Canary(String text) {
		Alarm.ring("created from " + text);
	}

}
