package io.cachebridge.backend.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import io.cachebridge.spi.support.KeyDigest;

/**
 * A store with one bucket, which keeps conditions as Amazon's does unless told otherwise.
 */
final class SimulatedStore implements AutoCloseable {

	private static final String BUCKET = "acme-cache";

	private static final String HEADER = "x-amz-meta-cachebridge-header";

	final List<String> requests = new CopyOnWriteArrayList<>();

	/** What is done after the next put took place and before its answer is lost. */
	final AtomicReference<@Nullable Runnable> afterLostPut = new AtomicReference<>();

	/** Names whose headers are not told. */
	final Set<String> denied = ConcurrentHashMap.newKeySet();

	/** Names that are not removed. */
	final Set<String> kept = ConcurrentHashMap.newKeySet();

	volatile boolean writesOverNothing;

	volatile boolean ignoresTagsOfDeletions;

	volatile int pageSize = 1000;

	volatile Duration delay = Duration.ZERO;

	private final ConcurrentSkipListMap<String, Content> objects = new ConcurrentSkipListMap<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	private final S3Client client;

	SimulatedStore() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/", (exchange) -> {
			try (exchange) {
				answer(exchange);
			}
		});
		this.server.start();
		this.client = S3Client.builder()
			.endpointOverride(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort()))
			.region(Region.EU_CENTRAL_1)
			.forcePathStyle(true)
			.serviceConfiguration((configuration) -> configuration.chunkedEncodingEnabled(false))
			.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
			.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
			.build();
	}

	Conditions conditions() {
		return Conditions.of("s3", "cachebridge.s3", bucket(), ScriptedStore.settings("timeout=20s"));
	}

	S3Backend backend(Conditions conditions) {
		return backend(conditions, "timeout=20s");
	}

	S3Backend backend(Conditions conditions, String... properties) {
		return new S3Backend("s3", bucket(), ScriptedStore.settings(properties), conditions, Clock.systemUTC());
	}

	private Bucket bucket() {
		return new Bucket(new ClientUse(this.client, false), BUCKET, ScriptedStore.settings("timeout=20s"));
	}

	Set<String> names() {
		return this.objects.keySet();
	}

	long count(String method) {
		return this.requests.stream().filter(method::equals).count();
	}

	private void answer(HttpExchange exchange) throws IOException {
		String name = exchange.getRequestURI().getPath().substring(BUCKET.length() + 1).replaceFirst("^/", "");
		String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
		byte[] body = exchange.getRequestBody().readAllBytes();
		LockSupport.parkNanos(this.delay.toNanos());
		this.requests.add(query.contains("list-type") ? "LIST" : exchange.getRequestMethod());
		switch (this.requests.get(this.requests.size() - 1)) {
			case "LIST" -> list(exchange, query);
			case "PUT" -> put(exchange, name, body);
			case "DELETE" -> {
				this.objects.remove(name);
				send(exchange, 204, "");
			}
			case "POST" -> deleteAll(exchange, new String(body, StandardCharsets.UTF_8));
			default -> get(exchange, name);
		}
	}

	private void put(HttpExchange exchange, String name, byte[] body) throws IOException {
		String none = exchange.getRequestHeaders().getFirst("If-None-Match");
		String match = exchange.getRequestHeaders().getFirst("If-Match");
		Content held = this.objects.get(name);
		if ((none != null && held != null) || (match != null && held != null && !held.tag().equals(match))) {
			send(exchange, 412, error("PreconditionFailed"));
			return;
		}
		if (match != null && held == null && !this.writesOverNothing) {
			send(exchange, 404, error("NoSuchKey"));
			return;
		}
		Content content = new Content(body, exchange.getRequestHeaders().getFirst(HEADER));
		this.objects.put(name, content);
		Runnable after = this.afterLostPut.getAndSet(null);
		if (after != null) {
			after.run();
			send(exchange, 500, error("InternalError"));
			return;
		}
		exchange.getResponseHeaders().add("ETag", content.tag());
		send(exchange, 200, "");
	}

	private void get(HttpExchange exchange, String name) throws IOException {
		Content held = this.objects.get(name);
		boolean head = exchange.getRequestMethod().equals("HEAD");
		if (held == null || (head && this.denied.contains(name))) {
			send(exchange, (held != null) ? 403 : 404, head ? "" : error("NoSuchKey"));
			return;
		}
		exchange.getResponseHeaders().add("ETag", held.tag());
		exchange.getResponseHeaders().add(HEADER, held.header());
		exchange.sendResponseHeaders(200, head ? -1 : held.bytes().length);
		if (!head) {
			exchange.getResponseBody().write(held.bytes());
		}
	}

	private void list(HttpExchange exchange, String query) throws IOException {
		String after = URLDecoder.decode(part(query + "&", "start-after=(.*?)&"), StandardCharsets.UTF_8);
		StringBuilder contents = new StringBuilder();
		List<Map.Entry<String, Content>> rest = new ArrayList<>(this.objects.tailMap(after, false).entrySet());
		for (Map.Entry<String, Content> each : rest.subList(0, Math.min(rest.size(), this.pageSize))) {
			contents.append("<Contents><Key>%s</Key><ETag>%s</ETag></Contents>".formatted(each.getKey(),
					each.getValue().tag()));
		}
		send(exchange, 200, "<ListBucketResult><IsTruncated>%s</IsTruncated>%s</ListBucketResult>"
			.formatted(rest.size() > this.pageSize, contents));
	}

	private void deleteAll(HttpExchange exchange, String body) throws IOException {
		StringBuilder errors = new StringBuilder();
		Matcher each = Pattern.compile("<Object>.*?</Object>").matcher(body);
		while (each.find()) {
			String name = part(each.group(), "<Key>(.*?)</Key>");
			String tag = part(each.group(), "<ETag>(.*?)</ETag>").replace("&quot;", "\"");
			Content held = this.objects.get(name);
			boolean another = held != null && !tag.isEmpty() && !tag.equals(held.tag());
			if (this.kept.contains(name)) {
				errors.append("<Error><Key>%s</Key><Code>AccessDenied</Code></Error>".formatted(name));
			}
			else if (another && !this.ignoresTagsOfDeletions) {
				errors.append("<Error><Key>%s</Key><Code>PreconditionFailed</Code></Error>".formatted(name));
			}
			else {
				this.objects.remove(name);
			}
		}
		send(exchange, 200, "<DeleteResult>" + errors + "</DeleteResult>");
	}

	private static String part(String text, String pattern) {
		Matcher part = Pattern.compile(pattern).matcher(text);
		return part.find() ? part.group(1) : "";
	}

	private static String error(String code) {
		return "<Error><Code>%s</Code></Error>".formatted(code);
	}

	private static void send(HttpExchange exchange, int status, String text) throws IOException {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
		if (body.length > 0) {
			exchange.getResponseBody().write(body);
		}
	}

	@Override
	public void close() {
		this.client.close();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * What is under a name.
	 *
	 * @param bytes the bytes
	 * @param header the metadata
	 */
	private record Content(byte[] bytes, String header) {

		String tag() {
			return '"' + KeyDigest.brief(HexFormat.of().formatHex(this.bytes)) + '"';
		}

	}

}
