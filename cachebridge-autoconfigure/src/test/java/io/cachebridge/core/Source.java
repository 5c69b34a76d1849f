package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * What cached methods read from: counts how often it is asked, and waits at a gate if
 * there is one.
 */
class Source {

	final AtomicInteger calls = new AtomicInteger();

	volatile @Nullable Gate gate;

	volatile int failures;

	String read(Object id) {
		int call = this.calls.incrementAndGet();
		Gate closed = this.gate;
		if (closed != null) {
			closed.pass();
		}
		if (call <= this.failures) {
			throw new IllegalStateException("failure " + call);
		}
		return id + "/" + call;
	}

}
