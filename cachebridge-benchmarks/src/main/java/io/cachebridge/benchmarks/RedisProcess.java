package io.cachebridge.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import redis.embedded.RedisServer;

/**
 * A Redis on this machine that lives as long as a benchmark.
 */
final class RedisProcess implements AutoCloseable {

	private final int port;

	private final RedisServer server;

	private RedisProcess(int port) throws IOException {
		this.port = port;
		this.server = RedisServer.builder().port(port).bind("127.0.0.1").setting("save \"\"").build();
	}

	static RedisProcess start() {
		try {
			RedisProcess process = new RedisProcess(freePort());
			process.server.start();
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return free.getLocalPort();
		}
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.server.stop();
	}

}
