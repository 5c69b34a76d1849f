package io.cachebridge.codec;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Remembers which classes it was asked for.
 */
final class RecordingClassLoader extends ClassLoader {

	private final Queue<String> asked = new ConcurrentLinkedQueue<>();

	RecordingClassLoader() {
		super(RecordingClassLoader.class.getClassLoader());
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		this.asked.add(name);
		return super.loadClass(name, resolve);
	}

	Queue<String> asked() {
		return this.asked;
	}

}
