package io.cachebridge.core;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Finds the transaction of a caller. Needs {@code spring-tx} and is therefore created
 * only for a cache that waits for commits.
 */
final class Transactions {

	private static final ThreadLocal<@Nullable TransactionScope> CARRIED = new ThreadLocal<>();

	/**
	 * Returns the transaction that the caller works for. What continues on another thread
	 * works for the one in which it began, whatever the transaction of that thread is.
	 * @return the scope of the transaction, {@link TransactionScope#NONE} if there is
	 * none
	 */
	TransactionScope current() {
		TransactionScope given = CARRIED.get();
		if (given != null) {
			return given;
		}
		InvocationScope invocation = InvocationScope.current();
		TransactionScope begun = (invocation != null) ? invocation.transaction() : null;
		return (begun != null) ? begun : ofThread();
	}

	/**
	 * Returns the transaction of the thread. One that is suspended is not seen. Once the
	 * synchronizations of a committed one have been called for the last time, there is
	 * nothing to wait for, although Spring still calls it active.
	 * @return the scope of the transaction, {@link TransactionScope#NONE} if there is
	 * none
	 */
	TransactionScope ofThread() {
		if (!TransactionSynchronizationManager.isSynchronizationActive()
				|| !TransactionSynchronizationManager.isActualTransactionActive()) {
			return TransactionScope.NONE;
		}
		TransactionScope bound = (TransactionScope) TransactionSynchronizationManager.getResource(this);
		return (bound != null) ? bound : begin();
	}

	private TransactionScope begin() {
		TransactionScope scope = new TransactionScope(TransactionSynchronizationManager.isCurrentTransactionReadOnly());
		TransactionCallbacks.register(scope, this);
		return scope;
	}

	/**
	 * Lets a step that runs on another thread work for the transaction of the caller.
	 * @param <T> the type of the result
	 * @param step the step
	 * @return the step to run elsewhere
	 */
	<T> Supplier<T> carry(Supplier<T> step) {
		TransactionScope transaction = current();
		return () -> {
			TransactionScope outer = CARRIED.get();
			CARRIED.set(transaction);
			try {
				return step.get();
			}
			finally {
				if (outer != null) {
					CARRIED.set(outer);
				}
				else {
					CARRIED.remove();
				}
			}
		};
	}

}
