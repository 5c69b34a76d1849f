package io.cachebridge.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A server that keeps bodies by path: the one at {@code CACHEBRIDGE_HTTP_URL} if that is
 * set, else one of our own on the JDK's. Under {@code /cache} it compares entity tags and
 * under {@code /plain} it has none; the parameter {@code ttl} and the header
 * {@code X-Time-To-Live} tell how many seconds a body is kept; {@code /keys} lists. Its
 * name in {@code CACHEBRIDGE_REQUIRED_SERVERS} is {@code http}.
 * <p>
 * Whoever wants to stop, kill or pause it, or to make it misbehave, needs an
 * {@linkplain #exclusive() exclusive} one.
 */
public final class HttpServerFixture extends ProcessServerFixture {

	static final String URL = "CACHEBRIDGE_HTTP_URL";

	private static final String NAME = "http";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final HttpServerFixture SHARED = new HttpServerFixture(ServerEnvironment.ofProcess(), true);

	private final HttpClient client = HttpClient.newHttpClient();

	HttpServerFixture(ServerEnvironment environment, boolean shared) {
		super(NAME, URL, environment, shared);
	}

	/**
	 * Returns the server that all tests in this virtual machine share. It is started
	 * once, is not to be disturbed, and holds what other tests left there.
	 * @return the fixture
	 */
	public static HttpServerFixture shared() {
		return SHARED;
	}

	/**
	 * Returns a server of its own, always a process started here, which the tests may
	 * disturb. It is ended after the last test of the class.
	 * @return the fixture
	 */
	public static HttpServerFixture exclusive() {
		return new HttpServerFixture(ServerEnvironment.ofProcess(), false);
	}

	@Override
	String addressAt(int port) {
		return "http://127.0.0.1:" + port;
	}

	@Override
	void launch(ServerProcess server) {
		server.start(() -> request("GET", "/cache/none", null) == 404,
				ServerProcess.java("-Xmx256m", "-Dsun.net.httpserver.nodelay=true", "-cp", classes(),
						HttpCacheServer.class.getName(), String.valueOf(server.port())));
	}

	// What runs there needs nothing else
	private static String classes() {
		try {
			return Path.of(HttpCacheServer.class.getProtectionDomain().getCodeSource().getLocation().toURI())
				.toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns where the server is, or was when it last ran.
	 * @return the address, as {@code http://host:port}
	 */
	public String url() {
		return address();
	}

	public int port() {
		return URI.create(url()).getPort();
	}

	/**
	 * Writes a body.
	 * @param path where, as in {@code /cache/a}
	 * @param body the bytes
	 */
	public void put(String path, byte[] body) {
		int status = request("PUT", path, body);
		if (status >= 300) {
			throw new IllegalStateException("The server answers " + status);
		}
	}

	/**
	 * Makes the server misbehave from now on, in place of what it did before: all
	 * requests, or so many, or those of a method.
	 * @param fault a query: {@code fault=status&value=503&times=2&method=GET}, for
	 * example, or {@code token=secret} to demand a token; empty to behave
	 */
	public void misbehave(String fault) {
		process();
		request("PUT", "/control?" + fault, new byte[0]);
	}

	private int request(String method, String path, byte @Nullable [] body) {
		HttpRequest.BodyPublisher publisher = (body != null) ? HttpRequest.BodyPublishers.ofByteArray(body)
				: HttpRequest.BodyPublishers.noBody();
		HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
			.timeout(PATIENCE)
			.method(method, publisher)
			.build();
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the server is asked", ex);
		}
	}

}
