package io.cachebridge.core;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * What a load takes along to another thread: that it is a load within a load, the
 * invocation it belongs to, the class loader, and whatever Micrometer's context
 * propagation knows of, if that library is there.
 */
final class CarriedContext {

	private static final boolean MICROMETER = ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory",
			CarriedContext.class.getClassLoader());

	private final @Nullable InvocationScope scope = InvocationScope.current();

	private final boolean loading = LoadMark.isLoading();

	private final ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private final Around around = MICROMETER ? Micrometer.capture() : BackgroundLoad.Work::run;

	/**
	 * Runs a load on this thread as if it were that on which this was created.
	 * @param load the load
	 * @return what it brings
	 * @throws Throwable what it throws
	 */
	@Nullable Object run(BackgroundLoad.Work load) throws Throwable {
		Thread thread = Thread.currentThread();
		ClassLoader outer = thread.getContextClassLoader();
		thread.setContextClassLoader(this.classLoader);
		try {
			return this.around.run(() -> InvocationScope.within(this.scope,
					() -> this.loading ? LoadMark.during(load::run) : load.run()));
		}
		finally {
			thread.setContextClassLoader(outer);
		}
	}

	/**
	 * What is set before a load and reset after it.
	 */
	private interface Around {

		@Nullable Object run(BackgroundLoad.Work load) throws Throwable;

	}

	/** Apart, as it cannot be loaded without the library. */
	private static final class Micrometer {

		private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

		static Around capture() {
			ContextSnapshot snapshot = SNAPSHOTS.captureAll();
			return (load) -> {
				ContextSnapshot.Scope scope = snapshot.setThreadLocals();
				try {
					return load.run();
				}
				finally {
					scope.close();
				}
			};
		}

	}

}
