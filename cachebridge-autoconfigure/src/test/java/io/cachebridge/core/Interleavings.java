package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicReference;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Runs a few threads in one interleaving after the other, by Lincheck. Which it chose is
 * in the message of a failure.
 */
final class Interleavings {

	/**
	 * Marks tests that need a JVM of their own, as Lincheck changes what is loaded in it.
	 */
	static final String TAG = "interleavings";

	/** A second or two a test; what is wrong shows within some dozens. */
	private static final int TRIED = 400;

	private Interleavings() {
	}

	static void of(Runnable test) {
		of(TRIED, test);
	}

	/**
	 * Tries fewer interleavings, where there is much to follow in each.
	 */
	static void of(int tried, Runnable test) {
		Lincheck.runConcurrentTest(tried, test);
	}

	static LincheckAssertionError failure(Runnable test) {
		return catchThrowableOfType(LincheckAssertionError.class, () -> of(test));
	}

	/**
	 * Runs steps in a thread each, waits for them and fails if one of them does.
	 */
	static void run(Runnable... steps) {
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		Thread[] threads = new Thread[steps.length];
		for (int i = 0; i < steps.length; i++) {
			Runnable step = steps[i];
			threads[i] = new Thread(() -> {
				try {
					step.run();
				}
				catch (Throwable ex) {
					failure.set(ex);
				}
			});
			threads[i].start();
		}
		for (Thread thread : threads) {
			join(thread);
		}
		Throwable thrown = failure.get();
		if (thrown != null) {
			throw new AssertionError(thrown.getMessage(), thrown);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
