package io.cachebridge.backend.redis;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.support.KeyDigest;

import static org.assertj.core.api.Assertions.assertThat;

class RedisFailuresTests {

	@ParameterizedTest
	@ValueSource(strings = { "LOADING Redis is loading the dataset in memory",
			"READONLY You can't write against a read only replica.",
			"OOM command not allowed when used memory > 'maxmemory'. script: 1b2c, on @user_script:19.",
			"ERR Error running script (call to f_1b2c): @user_script:19: OOM command not allowed",
			"MISCONF Redis is configured to save RDB snapshots", "BUSY Redis is busy running a script.",
			"TRYAGAIN Multiple keys request during rehashing of slot", "CLUSTERDOWN Hash slot not served",
			"MASTERDOWN Link with MASTER is down", "ERR max number of clients reached", "Command timed out after 1s",
			"Connection refused: /127.0.0.1:6379" })
	void statesThatPassAreUnavailable(String message) {
		assertThat(translate(new IllegalStateException("Wrapped", new IOException(message))))
			.isInstanceOf(BackendUnavailableException.class)
			.hasMessageContaining(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "NOAUTH Authentication required.", "WRONGPASS invalid username-password pair",
			"NOPERM this user has no permissions to run the 'get' command", "ERR value is not an integer",
			"WRONGTYPE Operation against a key holding the wrong kind of value" })
	void refusalsAreRejected(String message) {
		assertThat(translate(new IllegalStateException("Wrapped", new IOException(message))))
			.isInstanceOf(BackendRejectedException.class)
			.hasMessageContaining(message);
	}

	@Test
	void tellsTheKeyByItsDigestAndKeepsArgumentsToItself() {
		CacheBackendException translated = translate(
				new IllegalStateException("ERR unknown command 'GET', with args beginning with: 'customer:4711'"));
		assertThat(translated)
			.hasMessage("get of backend 'redis': ERR unknown command 'GET', (key %s)"
				.formatted(KeyDigest.brief("customer:4711")))
			.hasNoCause();
	}

	@Test
	void survivesFailuresWithoutMessage() {
		assertThat(translate(new IllegalStateException())).isInstanceOf(BackendUnavailableException.class)
			.hasMessageContaining("IllegalStateException");
	}

	private static CacheBackendException translate(RuntimeException failure) {
		return RedisFailures.translate("redis", "get", "customer:4711", failure);
	}

}
