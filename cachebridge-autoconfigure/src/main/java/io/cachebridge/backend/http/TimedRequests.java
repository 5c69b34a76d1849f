package io.cachebridge.backend.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executor;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

import io.cachebridge.spi.support.Deadline;

/**
 * Creates requests that have what is left of the time of the operation they belong to,
 * the last byte of the answer included.
 */
final class TimedRequests implements ClientHttpRequestFactory {

	private static final ThreadLocal<Deadline> DEADLINE = new ThreadLocal<>();

	private final HttpClient client;

	private final Executor executor;

	TimedRequests(HttpClient client, Executor executor) {
		this.client = client;
		this.executor = executor;
	}

	/**
	 * Makes an exchange.
	 * @param deadline when requests that this thread creates meanwhile have to be over
	 * @param exchange the exchange
	 * @return the answer
	 * @throws IOException if the exchange fails
	 */
	HttpAnswer within(Deadline deadline, Exchange exchange) throws IOException {
		DEADLINE.set(deadline);
		try {
			return exchange.make();
		}
		finally {
			DEADLINE.remove();
		}
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
		Duration left = DEADLINE.get().left();
		if (left.toMillis() <= 0) {
			throw new HttpTimeoutException("no time left");
		}
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(this.client, this.executor);
		factory.setReadTimeout(left);
		factory.enableCompression(false);
		return factory.createRequest(uri, method);
	}

	/**
	 * One request and its answer.
	 */
	@FunctionalInterface
	interface Exchange {

		HttpAnswer make() throws IOException;

	}

}
