package io.cachebridge.test.spring;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ConfigurableApplicationContext;

import io.cachebridge.test.SpringCacheReactiveAnnotationContract;

/**
 * Annotated methods cached in this process.
 */
class CacheBridgeAnnotationContractTests extends SpringCacheReactiveAnnotationContract {

	@RegisterExtension
	static final CacheBridgeApplications applications = new CacheBridgeApplications(List::of);

	@Override
	protected ConfigurableApplicationContext createContext(Class<?>... configurations) {
		return applications.start(configurations);
	}

}
