package io.cachebridge.codecanary;

import java.io.ObjectInputStream;
import java.util.HashMap;

/**
 * Rings when it is initialized, created, read or set.
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

	public void setName(String name) {
		Alarm.ring("set to " + name);
	}

	private void readObject(ObjectInputStream in) {
		Alarm.ring("read");
	}

}
