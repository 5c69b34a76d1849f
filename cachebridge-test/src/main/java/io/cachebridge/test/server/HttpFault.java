package io.cachebridge.test.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;

import io.cachebridge.test.server.HttpCacheServer.Answer;

/**
 * What a server does wrong, some times or always.
 *
 * @param kind what it does
 * @param value how
 * @param method to which requests, empty for all
 * @param header a header to send with it, as {@code name:value}
 * @param left how many times it still does it
 */
record HttpFault(String kind, String value, String method, String header, AtomicInteger left) {

	static final HttpFault NONE = new HttpFault("none", "", "", "", new AtomicInteger());

	private static final int FRAGMENT = 64 * 1024;

	static HttpFault of(Map<String, String> query) {
		return new HttpFault(query.getOrDefault("fault", "none"), query.getOrDefault("value", ""),
				query.getOrDefault("method", ""), query.getOrDefault("header", ""),
				new AtomicInteger(Integer.parseInt(query.getOrDefault("times", "1000000"))));
	}

	/**
	 * Does it, if its time has come.
	 * @param exchange the request
	 * @param proper does what was asked for
	 * @return whether the request has been dealt with
	 * @throws IOException if the client does not listen any more
	 */
	boolean befalls(HttpExchange exchange, Supplier<Answer> proper) throws IOException {
		boolean due = !this.kind.equals("none")
				&& (this.method.isEmpty() || this.method.equals(exchange.getRequestMethod()))
				&& this.left.getAndDecrement() > 0;
		if (!due) {
			return false;
		}
		if (!this.header.isEmpty()) {
			int end = this.header.indexOf(':');
			exchange.getResponseHeaders().set(this.header.substring(0, end), this.header.substring(end + 1));
		}
		switch (this.kind) {
			case "status" -> new Answer(Integer.parseInt(this.value), null, null).send(exchange);
			// Closed without an answer
			case "refuse" -> exchange.close();
			case "lose" -> Objects.requireNonNull(proper.get());
			case "lose-with-status" -> {
				Objects.requireNonNull(proper.get());
				new Answer(Integer.parseInt(this.value), null, null).send(exchange);
			}
			case "weak" -> weak(proper.get()).send(exchange);
			case "huge" -> stream(exchange, FRAGMENT, 0);
			case "drip" -> stream(exchange, 1, Integer.parseInt(this.value));
			case "short" -> {
				exchange.sendResponseHeaders(200, FRAGMENT);
				exchange.getResponseBody().write(new byte[100]);
				exchange.getResponseBody().flush();
			}
			default -> throw new IllegalArgumentException(this.kind);
		}
		return true;
	}

	private static Answer weak(Answer answer) {
		return new Answer(answer.status(), (answer.entityTag() != null) ? "W/" + answer.entityTag() : null,
				answer.body());
	}

	// Ends when the client has enough
	private static void stream(HttpExchange exchange, int bytes, int pauseMilliseconds) throws IOException {
		exchange.sendResponseHeaders(200, 0);
		try (OutputStream body = exchange.getResponseBody()) {
			while (true) {
				body.write(new byte[bytes]);
				body.flush();
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMilliseconds));
			}
		}
	}

}
