package io.cachebridge.backend.dynamodb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * Answers as DynamoDB does when it is in trouble, which no real server can be made to do.
 */
final class DynamoDbStandIn implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Queue<Answer> next = new ConcurrentLinkedQueue<>();

	private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

	private final List<String> targets = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile @Nullable Answer otherwise = new Answer(200, "{}");

	DynamoDbStandIn() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	URI endpoint() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	/**
	 * Returns the bodies of all requests so far.
	 */
	List<String> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * Returns the operations of all requests so far.
	 */
	List<String> targets() {
		return List.copyOf(this.targets);
	}

	void answerAlways(int status, String body) {
		this.otherwise = new Answer(status, body);
	}

	void answerNext(int status, String body) {
		this.next.add(new Answer(status, body));
	}

	void answerNoMore() {
		this.otherwise = null;
	}

	static String error(String code, String message) {
		return """
				{"__type":"com.amazonaws.dynamodb.v20120810#%s","message":"%s"}""".formatted(code, message);
	}

	private void answer(HttpExchange exchange) {
		try (exchange) {
			this.requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
			this.targets.add(target.substring(target.indexOf('.') + 1));
			Answer planned = this.next.poll();
			Answer answer = (planned != null) ? planned : this.otherwise;
			if (answer == null) {
				this.closed.await();
				return;
			}
			byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
			exchange.sendResponseHeaders(answer.status(), body.length);
			exchange.getResponseBody().write(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private record Answer(int status, String body) {

	}

}
