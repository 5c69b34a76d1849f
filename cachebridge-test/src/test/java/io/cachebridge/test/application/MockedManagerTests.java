package io.cachebridge.test.application;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests an application whose tests put a mock in the place of the cache manager.
 */
@SpringBootTest(classes = Node.Application.class, properties = { "cachebridge.invalidation.rules[0].collection=items",
		"cachebridge.invalidation.rules[0].cache=plain", "cachebridge.invalidation.rules[0].all-entries=true" })
class MockedManagerTests {

	@MockitoBean
	private CacheManager manager;

	@Autowired
	private Catalogue catalogue;

	@Test
	void cachesInWhatTheMockGives() {
		given(this.manager.getCache("plain")).willReturn(new ConcurrentMapCache("plain"));
		assertThat(this.catalogue.plain("key")).isEqualTo("key of load 1");
		assertThat(this.catalogue.plain("key")).isEqualTo("key of load 1");
	}

}
