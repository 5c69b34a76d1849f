package io.cachebridge.core;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.cachebridge.core.TransactionScope.Outcome;

/**
 * Ends the scope of a transaction when Spring ends the transaction. Writes are done
 * before other callbacks run, so that these see them. Results of loads are stored after
 * those that do not ask to be last too, whose evictions may refuse them.
 * <p>
 * A failure is thrown when the others have been called after the commit, so that it keeps
 * none of them from running.
 */
final class TransactionCallbacks {

	private final TransactionScope scope;

	private final Object resource;

	private @Nullable RuntimeException failure;

	private TransactionCallbacks(TransactionScope scope, Object resource) {
		this.scope = scope;
		this.resource = resource;
	}

	/**
	 * Ties a scope to the transaction of the thread.
	 * @param scope the scope
	 * @param resource the key under which the thread finds it
	 */
	static void register(TransactionScope scope, Object resource) {
		TransactionCallbacks callbacks = new TransactionCallbacks(scope, resource);
		TransactionSynchronizationManager.registerSynchronization(callbacks.new First());
		TransactionSynchronizationManager.registerSynchronization(callbacks.new Last());
		TransactionSynchronizationManager.bindResource(resource, scope);
	}

	private void end(Outcome outcome) {
		RuntimeException failed = this.scope.end(outcome);
		this.failure = (this.failure != null) ? this.failure : failed;
	}

	private void report() {
		RuntimeException reported = this.failure;
		this.failure = null;
		if (reported != null) {
			throw reported;
		}
	}

	private static Outcome outcome(int status) {
		return switch (status) {
			case TransactionSynchronization.STATUS_COMMITTED -> Outcome.COMMITTED;
			case TransactionSynchronization.STATUS_ROLLED_BACK -> Outcome.ROLLED_BACK;
			default -> Outcome.UNKNOWN;
		};
	}

	private final class First implements TransactionSynchronization {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void suspend() {
			TransactionSynchronizationManager.unbindResource(TransactionCallbacks.this.resource);
		}

		@Override
		public void resume() {
			TransactionSynchronizationManager.bindResource(TransactionCallbacks.this.resource,
					TransactionCallbacks.this.scope);
		}

		@Override
		public void savepointRollback(Object savepoint) {
			TransactionCallbacks.this.scope.rolledBackInPart();
		}

		@Override
		public void afterCommit() {
			end(Outcome.COMMITTED);
		}

		// Also does what was not done after the commit, because somebody else's callback
		// had failed or because it was only put off in one
		@Override
		public void afterCompletion(int status) {
			TransactionSynchronizationManager.unbindResourceIfPossible(TransactionCallbacks.this.resource);
			end(outcome(status));
		}

	}

	private final class Last implements TransactionSynchronization {

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

		@Override
		public void afterCommit() {
			report();
		}

		@Override
		public void afterCompletion(int status) {
			RuntimeException failed = TransactionCallbacks.this.scope.fill(outcome(status));
			TransactionCallbacks.this.failure = (TransactionCallbacks.this.failure != null)
					? TransactionCallbacks.this.failure : failed;
			report();
		}

	}

}
