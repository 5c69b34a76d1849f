package io.cachebridge.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A Consul agent: the one at {@code CACHEBRIDGE_CONSUL_ADDRESS}
 * ({@code http://host:port}) if that is set, else the program at
 * {@code CACHEBRIDGE_CONSUL_PROGRAM}, else {@code consul} on the path. Its name in
 * {@code CACHEBRIDGE_REQUIRED_SERVERS} is {@code consul}.
 * <p>
 * Whoever wants to stop, kill or pause it needs an {@linkplain #exclusive() exclusive}
 * one.
 */
public final class ConsulServerFixture extends ProcessServerFixture {

	static final String ADDRESS = "CACHEBRIDGE_CONSUL_ADDRESS";

	static final String PROGRAM = "CACHEBRIDGE_CONSUL_PROGRAM";

	private static final String NAME = "consul";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Pattern SECRET = Pattern.compile("\"SecretID\":\\s*\"([^\"]+)\"");

	private static final ConsulServerFixture SHARED = new ConsulServerFixture(ServerEnvironment.ofProcess(), true,
			null);

	private final @Nullable String token;

	ConsulServerFixture(ServerEnvironment environment, boolean shared, @Nullable String token) {
		super(NAME, ADDRESS, environment, shared);
		this.token = token;
	}

	/**
	 * Returns the agent that all tests in this virtual machine share. It is started once,
	 * is not to be disturbed, and holds what other tests left there.
	 * @return the fixture
	 */
	public static ConsulServerFixture shared() {
		return SHARED;
	}

	/**
	 * Returns an agent of its own, always a process started here, which the tests may
	 * disturb. It is ended after the last test of the class.
	 * @return the fixture
	 */
	public static ConsulServerFixture exclusive() {
		return new ConsulServerFixture(ServerEnvironment.ofProcess(), false, null);
	}

	/**
	 * Returns an agent of its own that denies what no {@linkplain #tokenFor token}
	 * allows.
	 * @return the fixture
	 */
	public static ConsulServerFixture withAccessControl() {
		return new ConsulServerFixture(ServerEnvironment.ofProcess(), false, UUID.randomUUID().toString());
	}

	@Override
	String addressAt(int port) {
		return "http://127.0.0.1:" + port;
	}

	@Override
	void launch(ServerProcess server) {
		server.start(this::isReady, List.of(program().toString(), "agent", "-dev", "-bind", "127.0.0.1", "-node",
				"test", "-http-port", String.valueOf(server.port()), "-hcl", configuration()));
	}

	// Ports of its own, so that it meets no other agent on the machine
	private String configuration() {
		String ports = "ports { dns = -1 grpc = -1 serf_lan = %d serf_wan = %d server = %d }"
			.formatted(ServerProcess.freePort(), ServerProcess.freePort(), ServerProcess.freePort());
		return ports + ((this.token != null)
				? " acl { enabled = true default_policy = \"deny\" tokens { master = \"%s\" } }".formatted(this.token)
				: "");
	}

	// Writes, as an agent knows who leads some time before it takes writes
	private boolean isReady() {
		return send("PUT", "/v1/kv/ready", new byte[0]).statusCode() == 200;
	}

	private Path program() {
		String program = environment().get(PROGRAM);
		return (program != null) ? Path.of(program)
				: environment().program(NAME)
					.orElseThrow(() -> new ServerUnavailableException(
							"neither %s nor %s is set, and '%s' is not on the path".formatted(ADDRESS, PROGRAM, NAME),
							null));
	}

	/**
	 * Returns where the agent is, or was when it last ran.
	 * @return the address, as {@code http://host:port}
	 */
	public String url() {
		return address();
	}

	public String host() {
		return URI.create(url()).getHost();
	}

	public int port() {
		return URI.create(url()).getPort();
	}

	/**
	 * Calls the agent, with the right to do everything.
	 * @param method the method of HTTP
	 * @param path path and query, from {@code /v1} on
	 * @param body the body of the request
	 * @return the answer
	 * @throws IllegalStateException if the answer is no success
	 * @throws java.io.UncheckedIOException if the agent is away
	 */
	public byte[] call(String method, String path, byte[] body) {
		HttpResponse<byte[]> answer = send(method, path, body);
		if (answer.statusCode() != 200) {
			throw new IllegalStateException("%s %s was answered %d: %s".formatted(method, path, answer.statusCode(),
					new String(answer.body(), StandardCharsets.UTF_8)));
		}
		return answer.body();
	}

	private HttpResponse<byte[]> send(String method, String path, byte[] body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
			.timeout(PATIENCE)
			.method(method, BodyPublishers.ofByteArray(body));
		if (this.token != null) {
			request.header("X-Consul-Token", this.token);
		}
		try {
			return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while Consul is called", ex);
		}
	}

	/**
	 * Creates a token, for an agent {@linkplain #withAccessControl() with access
	 * control}.
	 * @param rules what it allows, as in {@code key_prefix "a" { policy = "write" }}
	 * @return the token
	 */
	public String tokenFor(String rules) {
		String name = "test-" + UUID.randomUUID();
		String escaped = rules.replace("\"", "\\\"");
		call("PUT", "/v1/acl/policy", bytes("{\"Name\":\"%s\",\"Rules\":\"%s\"}".formatted(name, escaped)));
		byte[] created = call("PUT", "/v1/acl/token", bytes("{\"Policies\":[{\"Name\":\"%s\"}]}".formatted(name)));
		Matcher secret = SECRET.matcher(new String(created, StandardCharsets.UTF_8));
		if (!secret.find()) {
			throw new IllegalStateException("Consul has told no token");
		}
		return secret.group(1);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
