package io.cachebridge.test.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.test.server.TcpProxy.Direction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TcpProxyTests {

	private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();

	private ServerSocket door;

	private TcpProxy proxy;

	private Socket client;

	private Socket server;

	@BeforeEach
	void open() throws Exception {
		this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.proxy = TcpProxy.to("127.0.0.1", this.door.getLocalPort());
		this.client = connect();
		this.server = accept();
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.proxy.port());
		socket.setSoTimeout(5_000);
		return socket;
	}

	private Socket accept() throws IOException {
		Socket socket = this.door.accept();
		socket.setSoTimeout(5_000);
		this.accepted.add(socket);
		Awaitility.await().until(() -> this.proxy.connections().size() == this.accepted.size());
		return socket;
	}

	@AfterEach
	void close() throws IOException {
		this.proxy.close();
		this.client.close();
		this.door.close();
		for (Socket socket : this.accepted) {
			socket.close();
		}
	}

	@Test
	void passesBytesAndEndsBothWays() throws Exception {
		send(this.client, "question");
		assertThat(receive(this.server, 8)).isEqualTo("question");
		send(this.server, "answer");
		assertThat(receive(this.client, 6)).isEqualTo("answer");
		this.client.shutdownOutput();
		assertThat(this.server.getInputStream().read()).isEqualTo(-1);
		send(this.server, "late");
		this.server.close();
		assertThat(new String(this.client.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("late");
		Awaitility.await().until(() -> this.proxy.connections().isEmpty());
	}

	@Test
	void tellsThePortThatTheServerSees() {
		assertThat(this.proxy.connections()).singleElement()
			.satisfies((connection) -> assertThat(connection.serverSidePort()).isEqualTo(this.server.getPort()));
	}

	@Test
	void delaysWithoutAddingUp() throws Exception {
		this.proxy.pass(Direction.TO_SERVER, Passage.delayed(Duration.ofMillis(300)));
		long start = System.nanoTime();
		for (int i = 0; i < 10; i++) {
			send(this.client, "x");
			int sent = i;
			// One chunk each
			Awaitility.await().pollInterval(Duration.ofMillis(1)).during(Duration.ofMillis(5)).until(() -> sent >= 0);
		}
		receive(this.server, 10);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(300),
				Duration.ofSeconds(2));
		send(this.server, "y");
		assertThat(receive(this.client, 1)).isEqualTo("y");
	}

	@Test
	void holdsBytesUntilOpened() throws Exception {
		this.proxy.pass(Passage.held());
		send(this.client, "held");
		assertNothingArrives(this.server);
		this.proxy.pass(Passage.open());
		assertThat(receive(this.server, 4)).isEqualTo("held");
	}

	@Test
	void dropsInOneDirectionWithoutAWord() throws Exception {
		this.proxy.pass(Direction.TO_CLIENT, Passage.dropped());
		send(this.server, "lost");
		send(this.client, "heard");
		assertThat(receive(this.server, 5)).isEqualTo("heard");
		assertNothingArrives(this.client);
	}

	@Test
	void dropsTheEndOfAStreamToo() throws Exception {
		this.proxy.pass(Passage.dropped());
		this.client.close();
		assertNothingArrives(this.server);
	}

	@Test
	void resetsWhatHasLostBytesInsteadOfGoingOn() throws Exception {
		this.proxy.pass(Direction.TO_CLIENT, Passage.dropped());
		send(this.server, "lost");
		assertNothingArrives(this.client);
		this.proxy.pass(Passage.open());
		assertReset(this.client);
		assertReset(this.server);
	}

	@Test
	void goesOnWhereNothingWasLost() throws Exception {
		this.proxy.pass(Passage.dropped());
		this.proxy.pass(Passage.open());
		send(this.client, "there");
		assertThat(receive(this.server, 5)).isEqualTo("there");
	}

	@Test
	void closesOneDirectionOnly() throws Exception {
		this.proxy.pass(Direction.TO_CLIENT, Passage.ended());
		assertThat(this.client.getInputStream().read()).isEqualTo(-1);
		send(this.client, "still");
		assertThat(receive(this.server, 5)).isEqualTo("still");
	}

	@Test
	void treatsNewConnectionsLikeTheOthers() throws Exception {
		this.proxy.pass(Direction.TO_CLIENT, Passage.ended());
		try (Socket another = connect(); Socket onward = accept()) {
			assertThat(another.getInputStream().read()).isEqualTo(-1);
			send(another, "still");
			assertThat(receive(onward, 5)).isEqualTo("still");
		}
	}

	@Test
	void treatsOneConnectionUnlikeTheOthers() throws Exception {
		try (Socket another = connect(); Socket onward = accept()) {
			ProxiedConnection first = this.proxy.connections()
				.stream()
				.filter((connection) -> connection.serverSidePort() == this.server.getPort())
				.findFirst()
				.orElseThrow();
			first.pass(Direction.TO_SERVER, Passage.held());
			send(this.client, "held");
			send(another, "passes");
			assertThat(receive(onward, 6)).isEqualTo("passes");
			assertNothingArrives(this.server);
			first.reset();
			assertReset(this.client);
			send(another, "on");
			assertThat(receive(onward, 2)).isEqualTo("on");
		}
	}

	@Test
	void resetsWhoeverConnectsWhileTheServerIsAway() throws Exception {
		this.door.close();
		try (Socket another = connect()) {
			assertReset(another);
		}
	}

	@Test
	void refusesConnectionsOnceClosed() {
		this.proxy.close();
		assertReset(this.client);
		assertThatExceptionOfType(IOException.class).isThrownBy(this::connect);
	}

	@Test
	void takesNoNegativeDelay() {
		assertThatIllegalArgumentException().isThrownBy(() -> Passage.delayed(Duration.ofMillis(-1)))
			.withMessageContaining("PT-0.001S");
	}

	private static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String receive(Socket socket, int length) throws IOException {
		return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
	}

	private static void assertNothingArrives(Socket socket) throws IOException {
		socket.setSoTimeout(200);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
		socket.setSoTimeout(5_000);
	}

	private static void assertReset(Socket socket) {
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read())
			.withMessageContaining("reset");
	}

}
