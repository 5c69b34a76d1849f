package io.cachebridge.autoconfigure;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Keeps the keys that values are encrypted with out of the endpoints that show
 * properties, also where these are set to show values, and also while
 * {@code cachebridge.enabled} is {@code false}: they are still there.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class CacheBridgeSanitizingAutoConfiguration {

	@Bean
	SanitizingFunction cacheBridgeSanitizingFunction() {
		return SanitizingFunction.sanitizeValue().ifKeyMatches(Secrets::isSecret);
	}

}
