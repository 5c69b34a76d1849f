package io.cachebridge.core;

import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Tells whether a thread is in a transaction, where {@code spring-tx} is there at all.
 */
final class ActiveTransaction {

	private static final boolean SPRING_TX = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			ActiveTransaction.class.getClassLoader());

	private ActiveTransaction() {
	}

	static boolean isOfThread() {
		return SPRING_TX && SpringTx.isActive();
	}

	/** Apart, as it cannot be loaded without the library. */
	private static final class SpringTx {

		static boolean isActive() {
			return TransactionSynchronizationManager.isActualTransactionActive();
		}

	}

}
