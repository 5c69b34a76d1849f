package io.cachebridge.samples.quickstart;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a request was answered with, by whom and how fast.
 *
 * @param <T> the type of the result
 * @param node the port of the instance that answered
 * @param milliseconds how long it took to get the result
 * @param result the result
 */
record Answer<T>(int node, long milliseconds, T result) {

	static <T> Answer<T> timed(int node, Supplier<T> source) {
		long start = System.nanoTime();
		T result = source.get();
		return new Answer<>(node, Duration.ofNanos(System.nanoTime() - start).toMillis(), result);
	}

}
