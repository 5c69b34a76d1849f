package io.cachebridge.test.server;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
public final class ConsulServerFixture extends ServerFixture {

	static final String ADDRESS = "CACHEBRIDGE_CONSUL_ADDRESS";

	static final String PROGRAM = "CACHEBRIDGE_CONSUL_PROGRAM";

	private static final String NAME = "consul";

	private static final Pattern SECRET = Pattern.compile("\"SecretID\":\\s*\"([^\"]+)\"");

	private static final ConsulServerFixture SHARED = new ConsulServerFixture(ServerEnvironment.ofProcess(), true,
			null);

	private final @Nullable String token;

	private @Nullable ConsulProcess process;

	private @Nullable String url;

	ConsulServerFixture(ServerEnvironment environment, boolean shared, @Nullable String token) {
		super(NAME, environment, shared);
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

	/**
	 * Starts the agent if it does not run: on the port that it always had, and empty.
	 */
	@Override
	public synchronized void start() {
		String address = isShared() ? environment().get(ADDRESS) : null;
		if (address != null) {
			this.url = address;
			return;
		}
		if (this.process == null) {
			this.process = new ConsulProcess(program(), this.token);
			this.url = this.process.url();
		}
		if (!this.process.isRunning()) {
			this.process.start();
		}
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
		if (this.url == null) {
			throw new IllegalStateException("The server was not started; is the fixture a static @RegisterExtension?");
		}
		return this.url;
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
		HttpResponse<byte[]> answer = ConsulProcess.call(url(), this.token, method, path, body);
		if (answer.statusCode() != 200) {
			throw new IllegalStateException("%s %s was answered %d: %s".formatted(method, path, answer.statusCode(),
					new String(answer.body(), StandardCharsets.UTF_8)));
		}
		return answer.body();
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

	/**
	 * Ends the agent in good order; what it held is lost.
	 */
	public void stop() {
		process().stop();
	}

	/**
	 * Ends the agent at once; what it held is lost.
	 */
	public void kill() {
		process().kill();
	}

	/**
	 * Freezes the agent: it accepts connections and answers nothing.
	 */
	public void pause() {
		process().pause();
	}

	/**
	 * Lets a frozen agent go on.
	 */
	public void resume() {
		process().resume();
	}

	private ConsulProcess process() {
		if (isShared()) {
			throw new IllegalStateException("Other tests use this server too; take ConsulServerFixture.exclusive()");
		}
		if (this.process == null) {
			throw new IllegalStateException("The server was not started; is the fixture a static @RegisterExtension?");
		}
		return this.process;
	}

	@Override
	public synchronized void close() {
		if (this.process != null) {
			this.process.close();
			this.process = null;
		}
	}

}
