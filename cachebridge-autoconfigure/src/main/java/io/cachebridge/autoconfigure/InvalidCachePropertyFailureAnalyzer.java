package io.cachebridge.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a property that cannot be used.
 */
final class InvalidCachePropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidCachePropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidCachePropertyException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
	}

}
