package io.cachebridge.test.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Speaks the protocol of Redis, as far as tests need it, without a client library.
 */
final class RedisConnection implements AutoCloseable {

	private static final int TIMEOUT_MILLISECONDS = 5_000;

	private final Socket socket = new Socket();

	private final DataInputStream in;

	RedisConnection(URI url) throws IOException {
		this.socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MILLISECONDS);
		this.socket.setSoTimeout(TIMEOUT_MILLISECONDS);
		this.in = new DataInputStream(new BufferedInputStream(this.socket.getInputStream()));
		if (url.getUserInfo() != null) {
			String[] credentials = url.getUserInfo().split(":", 2);
			call("AUTH", credentials[0].isEmpty() ? "default" : credentials[0], credentials[credentials.length - 1]);
		}
	}

	/**
	 * Sends a command and reads the answer.
	 * @param words the command: strings or byte arrays
	 * @return a string, a long, a list of these, or {@code null}
	 * @throws IOException if the connection breaks or the server answers with an error
	 */
	@Nullable Object call(Object... words) throws IOException {
		ByteArrayOutputStream command = new ByteArrayOutputStream();
		command.writeBytes(ascii("*" + words.length + "\r\n"));
		for (Object word : words) {
			byte[] bytes = (word instanceof byte[] raw) ? raw : word.toString().getBytes(StandardCharsets.UTF_8);
			command.writeBytes(ascii("$" + bytes.length + "\r\n"));
			command.writeBytes(bytes);
			command.writeBytes(ascii("\r\n"));
		}
		this.socket.getOutputStream().write(command.toByteArray());
		return read();
	}

	private @Nullable Object read() throws IOException {
		int type = this.in.readUnsignedByte();
		String line = readLine();
		return switch (type) {
			case '+' -> line;
			case ':' -> Long.valueOf(line);
			case '$' -> readBulk(Integer.parseInt(line));
			case '*' -> readList(Integer.parseInt(line));
			default -> throw new IOException(line);
		};
	}

	private @Nullable String readBulk(int length) throws IOException {
		if (length < 0) {
			return null;
		}
		byte[] bytes = this.in.readNBytes(length);
		readLine();
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private List<@Nullable Object> readList(int length) throws IOException {
		List<@Nullable Object> list = new ArrayList<>();
		for (int i = 0; i < length; i++) {
			list.add(read());
		}
		return list;
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.in.readUnsignedByte(); next != '\n'; next = this.in.readUnsignedByte()) {
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
