package io.cachebridge.test.backend;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.cache.CacheManager;

import io.cachebridge.backend.consul.ConsulConnectionDetails;
import io.cachebridge.test.server.ConsulServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connection details lead to the server, while the properties lead nowhere.
 */
class ConsulConnectionDetailsIT {

	@RegisterExtension
	static final ConsulServerFixture consul = ConsulServerFixture.withAccessControl();

	@Test
	void leadToTheServer() {
		ConnectedCache
			.on("consul", "spring.cloud.consul.port=1", "cachebridge.consul.port=1", "cachebridge.consul.token=unknown",
					"cachebridge.consul.datacenter=unknown")
			.withBean(ConsulConnectionDetails.class, ThisConsul::new)
			.run((context) -> {
				ConnectedCache.assertWorks(context.getBean(CacheManager.class));
				byte[] keys = consul.call("GET", "/v1/kv/cachebridge?keys", new byte[0]);
				assertThat(new String(keys, StandardCharsets.UTF_8)).contains("products");
			});
	}

	private static final class ThisConsul implements ConsulConnectionDetails {

		@Override
		public URI getUrl() {
			return URI.create(consul.url());
		}

		@Override
		public String getToken() {
			return consul.tokenFor("key_prefix \"cachebridge\" { policy = \"write\" }");
		}

	}

}
