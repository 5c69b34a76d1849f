package io.cachebridge.codec;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

import org.apache.fory.resolver.SharedRegistry;

/**
 * Lends what serializes, which one thread at a time may use. Nobody waits: whoever finds
 * none gets a new one. Bound to no thread, so that many virtual ones share a few.
 */
final class ForyPool {

	private static final int SIZE = Integer.highestOneBit(8 * Runtime.getRuntime().availableProcessors());

	/**
	 * Bytes that cannot be read leave traces in what reads them, such as versions of
	 * classes, of which it keeps a limited number.
	 */
	private static final int MOST_FAILURES = 100;

	private final ForyClasses classes;

	private final ClassLoader loader;

	private final SharedRegistry shared = new SharedRegistry();

	private final AtomicReferenceArray<ForyRuntime> idle = new AtomicReferenceArray<>(SIZE);

	ForyPool(ForyClasses classes, ClassLoader loader) {
		this.classes = classes;
		this.loader = loader;
	}

	<T> T call(Function<ForyRuntime, T> action) {
		int home = (int) Thread.currentThread().getId() & (SIZE - 1);
		ForyRuntime runtime = take(home);
		try {
			T result = action.apply(runtime);
			giveBack(runtime, home);
			return result;
		}
		catch (RuntimeException ex) {
			if (!runtime.isSpoilt(ex) && runtime.failures() < MOST_FAILURES) {
				giveBack(runtime, home);
			}
			throw ex;
		}
	}

	private ForyRuntime take(int home) {
		for (int i = 0; i < SIZE; i++) {
			int at = (home + i) & (SIZE - 1);
			ForyRuntime runtime = (this.idle.getPlain(at) != null) ? this.idle.getAndSet(at, null) : null;
			if (runtime != null) {
				return runtime;
			}
		}
		return new ForyRuntime(this.classes, this.loader, this.shared);
	}

	private void giveBack(ForyRuntime runtime, int home) {
		for (int i = 0; i < SIZE; i++) {
			if (this.idle.compareAndSet((home + i) & (SIZE - 1), null, runtime)) {
				return;
			}
		}
	}

}
