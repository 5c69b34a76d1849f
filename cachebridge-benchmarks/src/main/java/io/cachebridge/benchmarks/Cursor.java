package io.cachebridge.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Which key a thread asks for next.
 */
@State(Scope.Thread)
public class Cursor {

	static final int KEYS = 1024;

	private int last;

	int next() {
		this.last = (this.last + 7) & (KEYS - 1);
		return this.last;
	}

}
