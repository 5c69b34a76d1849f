package io.cachebridge.test;

import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The application that annotations are tried in.
 */
@Configuration(proxyBeanMethods = false)
class AnnotatedServiceConfiguration {

	@Bean
	AnnotatedService annotatedService() {
		return new AnnotatedService();
	}

	@Bean
	KeyGenerator lastArgument() {
		return (target, method, arguments) -> arguments[arguments.length - 1];
	}

	/**
	 * Switches caching on, where nothing else does.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

}
