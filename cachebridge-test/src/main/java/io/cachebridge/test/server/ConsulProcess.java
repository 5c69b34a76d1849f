package io.cachebridge.test.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One Consul agent in development mode, which holds everything in memory, as a process of
 * its own.
 */
final class ConsulProcess {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ServerProcess process = new ServerProcess("consul");

	private final Path program;

	private final String configuration;

	private final @Nullable String token;

	/**
	 * Creates a process that does not run yet.
	 * @param program the program
	 * @param token what may do everything, {@code null} to let everybody do that
	 */
	ConsulProcess(Path program, @Nullable String token) {
		this.program = program;
		this.token = token;
		// Ports of its own, so that it meets no other agent on the machine
		String ports = "ports { dns = -1 grpc = -1 serf_lan = %d serf_wan = %d server = %d }"
			.formatted(ServerProcess.freePort(), ServerProcess.freePort(), ServerProcess.freePort());
		this.configuration = ports + ((token != null)
				? " acl { enabled = true default_policy = \"deny\" tokens { master = \"%s\" } }".formatted(token) : "");
	}

	String url() {
		return "http://127.0.0.1:" + this.process.port();
	}

	boolean isRunning() {
		return this.process.isRunning();
	}

	void start() {
		List<String> command = List.of(this.program.toString(), "agent", "-dev", "-bind", "127.0.0.1", "-node", "test",
				"-http-port", String.valueOf(this.process.port()), "-hcl", this.configuration);
		this.process.start(this::isReady, command);
	}

	/**
	 * Writes, as an agent knows who leads some time before it takes writes.
	 * @return whether it has taken one
	 */
	private boolean isReady() {
		return call(url(), this.token, "PUT", "/v1/kv/ready", new byte[0]).statusCode() == 200;
	}

	void stop() {
		this.process.stop();
	}

	void kill() {
		this.process.kill();
	}

	void pause() {
		this.process.pause();
	}

	void resume() {
		this.process.resume();
	}

	/**
	 * Ends the process for good and removes its files.
	 */
	void close() {
		this.process.close();
	}

	static HttpResponse<byte[]> call(String url, @Nullable String token, String method, String path, byte[] body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
			.timeout(PATIENCE)
			.method(method, BodyPublishers.ofByteArray(body));
		if (token != null) {
			request.header("X-Consul-Token", token);
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

}
