package io.cachebridge.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains keys in a form that cannot be bound, without the value that other analyzers
 * would show.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SecretBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		String property = cause.getName().toString();
		return Secrets.isSecret(property)
				? new FailureAnalysis("Property '%s' cannot be read; its value is not shown.".formatted(property),
						"Set 'cachebridge.encryption.keys.<id>' to 16 or 32 random bytes in Base64.", cause)
				: null;
	}

}
