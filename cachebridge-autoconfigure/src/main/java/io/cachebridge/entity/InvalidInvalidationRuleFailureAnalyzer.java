package io.cachebridge.entity;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a rule that makes no sense.
 */
final class InvalidInvalidationRuleFailureAnalyzer extends AbstractFailureAnalyzer<InvalidInvalidationRuleException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidInvalidationRuleException cause) {
		String value = (cause.value() != null) ? "is '%s'".formatted(cause.value()) : "is not set";
		return new FailureAnalysis("The property '%s' %s: %s.".formatted(cause.property(), value, cause.reason()),
				cause.remedy(), cause);
	}

}
