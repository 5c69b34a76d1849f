package io.cachebridge.codecanary;

/**
 * Rings when it is initialized.
 */
public enum CanaryEnum {

	/** The only one. */
	A;

	static {
		Alarm.ring("enum initialized");
	}

}
