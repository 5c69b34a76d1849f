package io.cachebridge.backend.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

import io.cachebridge.spi.CacheBackend;

/**
 * A store that gives the answers it was told to, in this order and the last one again and
 * again, whatever it is asked.
 */
final class ScriptedStore implements AutoCloseable {

	static final String ACCESS_KEY = "AKIAEXAMPLE";

	static final String SECRET_KEY = "top-secret";

	private static final BackoffStrategy BRIEFLY = BackoffStrategy.fixedDelay(Duration.ofMillis(5));

	final List<String> requests = new CopyOnWriteArrayList<>();

	private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	private final S3Client client;

	ScriptedStore(Answer... answers) {
		this.answers.addAll(List.of(answers));
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
		this.client = S3Client.builder()
			.endpointOverride(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort()))
			.region(Region.EU_CENTRAL_1)
			.forcePathStyle(true)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
			.overrideConfiguration((client) -> client.retryStrategy(ScriptedStore::hasten))
			.build();
	}

	// As many attempts as otherwise, but pauses of a second are of no use here
	private static void hasten(RetryStrategy.Builder<?, ?> attempts) {
		attempts.backoffStrategy(BRIEFLY).throttlingBackoffStrategy(BRIEFLY);
	}

	static Answer answer(int status, String body, Map<String, String> headers) {
		return new Answer(status, body, headers);
	}

	static Answer error(int status, String code) {
		return error(status, code, "of no interest");
	}

	static Answer error(int status, String code, String text) {
		return answer(status, "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, text), Map.of());
	}

	static Answer written(String tag) {
		return answer(200, "", Map.of("ETag", '"' + tag + '"'));
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
		exchange.getRequestBody().readAllBytes();
		Answer answer = (this.answers.size() > 1) ? this.answers.remove() : this.answers.element();
		answer.headers().forEach(exchange.getResponseHeaders()::add);
		byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
		boolean head = exchange.getRequestMethod().equals("HEAD");
		exchange.sendResponseHeaders(answer.status(), (head || body.length == 0) ? -1 : body.length);
		if (!head && body.length > 0) {
			exchange.getResponseBody().write(body);
		}
		exchange.close();
	}

	Bucket bucket(String... properties) {
		return new Bucket(new ClientUse(this.client, false), "acme-cache", settings(properties));
	}

	CacheBackend backend(String... properties) {
		return new S3Backend("s3", bucket(properties), settings(properties), new Conditions(true, true),
				Clock.systemUTC());
	}

	static CacheBridgeS3Properties settings(String... properties) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		for (String property : properties) {
			source.put("cachebridge.s3." + property.split("=", -1)[0], property.split("=", -1)[1]);
		}
		return new Binder(source).bindOrCreate("cachebridge.s3", CacheBridgeS3Properties.class);
	}

	@Override
	public void close() {
		this.client.close();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * What the store says.
	 *
	 * @param status the status
	 * @param body the body
	 * @param headers the headers
	 */
	record Answer(int status, String body, Map<String, String> headers) {

	}

}
