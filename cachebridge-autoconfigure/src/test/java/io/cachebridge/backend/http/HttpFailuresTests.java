package io.cachebridge.backend.http;

import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpTimeoutException;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;

class HttpFailuresTests {

	private final HttpFailures failures = new HttpFailures("shop", "cachebridge.http", "https://cache.example.com");

	@Test
	void tellsWhatIsWrongWithTheNetwork() {
		assertThat(this.failures.translate("shop", "get", "k", new ConnectException("Connection refused")))
			.isInstanceOf(BackendUnavailableException.class)
			.hasMessageContaining("https://cache.example.com: ConnectException: Connection refused (key ")
			.hasCauseInstanceOf(ConnectException.class);
		assertThat(this.failures.translate("shop", "get", null, new HttpTimeoutException("request timed out")))
			.hasMessageContaining("no answer in time");
	}

	@Test
	void doesNotShowWhatTheServerHasSent() {
		assertThat(this.failures.translate("shop", "get", null, new ProtocolException("Invalid status line: secret")))
			.isInstanceOf(BackendUnavailableException.class)
			.hasMessageContaining("the answer broke off or is no HTTP (ProtocolException)")
			.hasMessageNotContaining("secret")
			.hasNoCause();
	}

}
