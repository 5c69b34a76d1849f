package io.cachebridge.test.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * A server that keeps bodies by path, as a process of its own that needs nothing but the
 * JDK. Under {@code /cache} it answers entity tags and compares them, under
 * {@code /plain} it does neither. {@code /keys} lists what is under {@code /cache},
 * {@code /control} makes it misbehave.
 */
public final class HttpCacheServer {

	private static final int LARGEST_PAGE = 1000;

	private final HttpResources cache = new HttpResources(Clock.systemUTC());

	private final HttpResources plain = new HttpResources(Clock.systemUTC());

	private volatile HttpFault fault = HttpFault.NONE;

	private volatile @Nullable String token;

	private HttpCacheServer() {
	}

	/**
	 * Runs the server until the process ends.
	 * @param arguments the port
	 * @throws IOException if it is not free
	 */
	public static void main(String[] arguments) throws IOException {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(),
				Integer.parseInt(arguments[0]));
		HttpServer server = HttpServer.create(address, 100);
		HttpCacheServer application = new HttpCacheServer();
		server.createContext("/control", application::control);
		server.createContext("/keys", (exchange) -> application.guard(exchange, application::list));
		server.createContext("/cache/", (exchange) -> application.guard(exchange, application::cache));
		server.createContext("/plain/", (exchange) -> application.guard(exchange, application::plain));
		server.setExecutor(Executors.newCachedThreadPool());
		server.start();
	}

	private void control(HttpExchange exchange) throws IOException {
		Map<String, String> query = query(exchange.getRequestURI());
		this.token = query.get("token");
		this.fault = HttpFault.of(query);
		send(exchange, 204, null);
	}

	private void guard(HttpExchange exchange, Handler handler) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			String required = this.token;
			if (required != null
					&& !("Bearer " + required).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
				send(exchange, 401, null);
			}
			else if (!this.fault.befalls(exchange, () -> handler.answer(exchange, body))) {
				handler.answer(exchange, body).send(exchange);
			}
		}
	}

	private Answer list(HttpExchange exchange, byte[] body) {
		Map<String, String> query = query(exchange.getRequestURI());
		int limit = query.containsKey("after") ? LARGEST_PAGE : Integer.MAX_VALUE;
		List<String> keys = this.cache.list(query.getOrDefault("prefix", ""), query.getOrDefault("after", ""), limit);
		return new Answer(200, null, String.join("\n", keys).getBytes(StandardCharsets.UTF_8));
	}

	private Answer cache(HttpExchange exchange, byte[] body) {
		Headers headers = exchange.getRequestHeaders();
		return switch (exchange.getRequestMethod()) {
			case "GET", "HEAD" -> this.cache.get(path(exchange));
			case "PUT", "POST" -> this.cache.put(path(exchange), body, secondsToLive(exchange),
					headers.getFirst("If-Match"), headers.getFirst("If-None-Match"));
			case "DELETE" -> this.cache.delete(path(exchange));
			default -> new Answer(405, null, null);
		};
	}

	private Answer plain(HttpExchange exchange, byte[] body) {
		return switch (exchange.getRequestMethod()) {
			case "GET" -> this.plain.get(path(exchange)).withoutEntityTag();
			case "PUT" -> this.plain.put(path(exchange), body, secondsToLive(exchange), null, null).withoutEntityTag();
			case "DELETE" -> this.plain.delete(path(exchange));
			default -> new Answer(405, null, null);
		};
	}

	private static @Nullable Long secondsToLive(HttpExchange exchange) {
		String parameter = query(exchange.getRequestURI()).get("ttl");
		String header = exchange.getRequestHeaders().getFirst("X-Time-To-Live");
		String seconds = (parameter != null) ? parameter : header;
		return (seconds != null) ? Long.valueOf(seconds) : null;
	}

	private static String path(HttpExchange exchange) {
		String path = exchange.getRequestURI().getPath();
		return path.substring(path.indexOf('/', 1) + 1);
	}

	private static Map<String, String> query(URI uri) {
		Map<String, String> query = new HashMap<>();
		String raw = uri.getRawQuery();
		if (raw != null) {
			for (String pair : raw.split("&", -1)) {
				int end = pair.indexOf('=');
				query.put(pair.substring(0, end), URLDecoder.decode(pair.substring(end + 1), StandardCharsets.UTF_8));
			}
		}
		return query;
	}

	private static void send(HttpExchange exchange, int status, byte @Nullable [] body) throws IOException {
		new Answer(status, null, body).send(exchange);
	}

	/**
	 * Does what a request asks for.
	 */
	@FunctionalInterface
	private interface Handler {

		Answer answer(HttpExchange exchange, byte[] body);

	}

	/**
	 * What is answered.
	 *
	 * @param status the status
	 * @param entityTag the entity tag, if any
	 * @param body the body, if any
	 */
	record Answer(int status, @Nullable String entityTag, byte @Nullable [] body) {

		Answer withoutEntityTag() {
			return new Answer(this.status, null, this.body);
		}

		void send(HttpExchange exchange) throws IOException {
			if (this.entityTag != null) {
				exchange.getResponseHeaders().set("ETag", this.entityTag);
			}
			byte[] content = (this.body != null) ? this.body : new byte[0];
			exchange.sendResponseHeaders(this.status, (content.length > 0) ? content.length : -1);
			if (content.length > 0) {
				exchange.getResponseBody().write(content);
			}
		}

	}

}
