package io.cachebridge.core;

import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CacheBackend;

/**
 * Stands between the caches and a backend.
 */
interface CallGuard {

	/** Lets everything pass. */
	CallGuard NONE = new CallGuard() {

		@Override
		public <T> T call(Call<T> call) {
			return call.make();
		}

		@Override
		public boolean replay(BooleanSupplier goesOn, Predicate<BooleanSupplier> replay) {
			return replay.test(goesOn);
		}

		@Override
		public @Nullable CircuitBreakerStatus status() {
			return null;
		}

		@Override
		public boolean isClosed() {
			return true;
		}

		@Override
		public RefusedCallException refusal(String operation) {
			throw new IllegalStateException("Everything passes, '%s' too".formatted(operation));
		}

		@Override
		public void whenLeftAlone(Runnable action) {
			// It never is
		}

	};

	/**
	 * Calls the backend.
	 * @param <T> the type of the answer
	 * @param call the call
	 * @return the answer
	 * @throws RefusedCallException if the backend is not to be called now
	 */
	<T> T call(Call<T> call);

	/**
	 * Has writes made up for, of which one may find out whether a backend works again
	 * that is not to be called.
	 * @param goesOn asked before each of them
	 * @param replay makes up for them
	 * @return whether none is left of those there were
	 */
	boolean replay(BooleanSupplier goesOn, Predicate<BooleanSupplier> replay);

	/**
	 * Tells whether the backend is called.
	 * @return its state, {@code null} if it always is
	 */
	@Nullable CircuitBreakerStatus status();

	/**
	 * Tells whether the backend is called as usual.
	 * @return {@code false} if it has failed of late, and some calls at most find out
	 * whether it works again
	 */
	boolean isClosed();

	/**
	 * Refuses a call of a backend that is not called as usual.
	 * @param operation what would be called
	 * @return the exception to throw
	 */
	RefusedCallException refusal(String operation);

	/**
	 * Has something done each time the backend is called no more.
	 * @param action does not wait
	 */
	void whenLeftAlone(Runnable action);

	/**
	 * A call of a backend.
	 *
	 * @param <T> the type of the answer
	 * @param backend the backend
	 * @param operation what is called
	 * @param reading whether the answer tells what values there are
	 * @param function makes the call
	 */
	record Call<T>(CacheBackend backend, String operation, boolean reading, Function<CacheBackend, T> function) {

		T make() {
			return this.function.apply(this.backend);
		}

	}

}
