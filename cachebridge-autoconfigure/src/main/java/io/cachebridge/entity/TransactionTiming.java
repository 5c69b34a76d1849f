package io.cachebridge.entity;

import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Waits for the transaction of the thread, if there is one.
 * <p>
 * The action runs after completion, as that of a transactional event listener does, and
 * before those. The synchronization of the thread is over by then, so that nothing the
 * action does is deferred to a commit that has already been. It also runs if the outcome
 * is unknown, because the change may have been committed.
 */
final class TransactionTiming implements CommitTiming {

	@Override
	public void run(Runnable action) {
		if (TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive()) {
			TransactionSynchronizationManager.registerSynchronization(new AfterCommit(action));
		}
		else {
			action.run();
		}
	}

	private record AfterCommit(Runnable action) implements TransactionSynchronization {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void afterCompletion(int status) {
			if (status != STATUS_ROLLED_BACK) {
				this.action.run();
			}
		}

	}

}
