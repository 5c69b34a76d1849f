package io.cachebridge.test.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Memcached server: the one at {@code CACHEBRIDGE_MEMCACHED_ADDRESS}
 * ({@code host:port}) if that is set, else {@code memcached} on the path. Its name in
 * {@code CACHEBRIDGE_REQUIRED_SERVERS} is {@code memcached}.
 * <p>
 * Whoever wants to stop, kill or pause it needs an {@linkplain #exclusive exclusive} one.
 */
public final class MemcachedServerFixture extends ProcessServerFixture {

	static final String ADDRESS = "CACHEBRIDGE_MEMCACHED_ADDRESS";

	private static final String NAME = "memcached";

	private static final int TIMEOUT_MILLISECONDS = 5_000;

	private static final MemcachedServerFixture SHARED = new MemcachedServerFixture(ServerEnvironment.ofProcess(),
			true);

	private final List<String> options;

	MemcachedServerFixture(ServerEnvironment environment, boolean shared, String... options) {
		super(NAME, ADDRESS, environment, shared);
		this.options = List.of(options);
	}

	/**
	 * Returns the server that all tests in this virtual machine share. It is started
	 * once, is not to be disturbed, and holds what other tests left there.
	 * @return the fixture
	 */
	public static MemcachedServerFixture shared() {
		return SHARED;
	}

	/**
	 * Returns a server of its own, always a process started here, which the tests may
	 * disturb. It is ended after the last test of the class.
	 * @param options further options of the program, as {@code -m}, {@code 64}
	 * @return the fixture
	 */
	public static MemcachedServerFixture exclusive(String... options) {
		return new MemcachedServerFixture(ServerEnvironment.ofProcess(), false, options);
	}

	@Override
	String addressAt(int port) {
		return "127.0.0.1:" + port;
	}

	@Override
	void launch(ServerProcess server) {
		server.start(this::accepts, command(server.port(), server.directory()));
	}

	private List<String> command(int port, Path directory) {
		Path program = environment().program(NAME)
			.orElseThrow(() -> new ServerUnavailableException(
					"%s is not set and there is no program %s on the path".formatted(ADDRESS, NAME), null));
		// Without a place for the settings of SASL it does not start with -S
		List<String> command = new ArrayList<>(List.of("env", "SASL_CONF_PATH=" + directory, program.toString(), "-p",
				String.valueOf(port), "-U", "0", "-l", "127.0.0.1"));
		if ("root".equals(System.getProperty("user.name"))) {
			// It refuses to run as root unless told to
			command.addAll(List.of("-u", "root"));
		}
		command.addAll(this.options);
		return command;
	}

	private boolean accepts() throws IOException {
		try (Socket socket = new Socket(host(), port())) {
			return socket.isConnected();
		}
	}

	public String host() {
		return address().substring(0, address().lastIndexOf(':'));
	}

	public int port() {
		return Integer.parseInt(address().substring(address().lastIndexOf(':') + 1));
	}

	/**
	 * Stores an item for ever, in the text protocol and on a connection of its own.
	 * @param key the key
	 * @param bytes the bytes
	 */
	public void set(String key, byte[] bytes) {
		expect("STORED", "set %s 0 0 %d\r\n".formatted(key, bytes.length), bytes);
	}

	/**
	 * Forgets all items, as {@code flush_all} does.
	 */
	public void flush() {
		expect("OK", "flush_all", new byte[0]);
	}

	private void expect(String answer, String command, byte[] data) {
		try (Socket socket = new Socket(InetAddress.getByName(host()), port())) {
			socket.setSoTimeout(TIMEOUT_MILLISECONDS);
			OutputStream out = socket.getOutputStream();
			out.write(command.getBytes(StandardCharsets.US_ASCII));
			out.write(data);
			out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
			String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
			if (!answer.equals(line)) {
				throw new IllegalStateException("The server answered: " + line);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
