package io.cachebridge.metrics;

import io.micrometer.core.instrument.Tag;
import org.springframework.util.StringUtils;

/**
 * Names the manager in the meters as Spring Boot does for the caches that it binds.
 */
final class ManagerTag {

	private static final String SUFFIX = "cacheManager";

	private ManagerTag() {
	}

	static Tag of(String beanName) {
		boolean suffixed = beanName.length() > SUFFIX.length() && StringUtils.endsWithIgnoreCase(beanName, SUFFIX);
		String name = suffixed ? beanName.substring(0, beanName.length() - SUFFIX.length()) : beanName;
		return Tag.of("cache.manager", name);
	}

}
