package io.cachebridge.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.cachebridge.core.InvalidBackendException;

/**
 * Explains why a backend cannot be created.
 */
final class InvalidBackendFailureAnalyzer extends AbstractFailureAnalyzer<InvalidBackendException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidBackendException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Correct what the message names, or let caches use another backend.", cause);
	}

}
