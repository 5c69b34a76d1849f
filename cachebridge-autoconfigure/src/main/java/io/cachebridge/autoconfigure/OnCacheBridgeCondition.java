package io.cachebridge.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless the application asks for another provider by {@code spring.cache.type},
 * as {@code none} in tests does, which this library would otherwise overrule.
 */
final class OnCacheBridgeCondition extends SpringBootCondition {

	private static final String TYPE = "spring.cache.type";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("CacheBridge");
		String type = context.getEnvironment().getProperty(TYPE);
		if (type != null && !type.isBlank()) {
			return ConditionOutcome.noMatch(message.because("'%s' is set to '%s'".formatted(TYPE, type)));
		}
		return ConditionOutcome.match(message.because("'%s' is not set".formatted(TYPE)));
	}

}
