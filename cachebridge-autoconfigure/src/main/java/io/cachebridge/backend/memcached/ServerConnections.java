package io.cachebridge.backend.memcached;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import javax.security.sasl.AuthenticationException;

import com.google.code.yanf4j.core.Session;
import com.google.code.yanf4j.core.impl.AbstractSession;
import net.rubyeye.xmemcached.XMemcachedClient;
import net.rubyeye.xmemcached.command.binary.BaseBinaryCommand;
import net.rubyeye.xmemcached.command.binary.ResponseStatus;
import net.rubyeye.xmemcached.impl.ClosedMemcachedTCPSession;
import net.rubyeye.xmemcached.impl.MemcachedConnector;
import net.rubyeye.xmemcached.networking.MemcachedSession;
import net.rubyeye.xmemcached.utils.InetSocketAddressWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server.
 */
final class ServerConnections {

	private static final String LOGGED_IN = ServerConnections.class.getName() + ".loggedIn";

	/** Until then a failure to connect stands for the next. */
	private static final long RETRY_NANOS = Duration.ofMillis(200).toNanos();

	private final XMemcachedClient client;

	private final ServerAddress address;

	private final InetSocketAddressWrapper handle;

	private final int wanted;

	private final int timeoutMillis;

	private final @Nullable Login login;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Exception failure;

	private long failedAt;

	ServerConnections(XMemcachedClient client, ServerAddress address, int order, int wanted, Duration timeout,
			@Nullable Login login) {
		this.client = client;
		this.address = address;
		this.wanted = wanted;
		this.timeoutMillis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
		this.login = login;
		this.handle = handle(address, order);
		((MemcachedConnector) client.getConnector()).addSession(new ClosedMemcachedTCPSession(this.handle));
	}

	private static InetSocketAddressWrapper handle(ServerAddress address, int order) {
		InetSocketAddress resolved = address.resolve();
		boolean named = resolved.isUnresolved() || !address.host().equals(resolved.getAddress().getHostAddress());
		InetSocketAddressWrapper handle = new InetSocketAddressWrapper(resolved, order, 1, null, named);
		// What keys are distributed by; an address looked up may differ from node to node
		handle.setRemoteAddressStr(address.toString());
		return handle;
	}

	boolean isOf(Session session) {
		return ((MemcachedSession) session).getInetSocketAddressWrapper() == this.handle;
	}

	/**
	 * Opens what connections are missing.
	 * @throws Exception if that fails, or has failed just now
	 */
	void connect() throws Exception {
		if (!this.lock.tryLock(this.timeoutMillis, TimeUnit.MILLISECONDS)) {
			throw new TimeoutException("No connection to %s within %d ms".formatted(this.address, this.timeoutMillis));
		}
		try {
			if (open().size() < this.wanted) {
				connectUnlessFailedJustNow();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void connectUnlessFailedJustNow() throws Exception {
		if (this.failure != null && System.nanoTime() - this.failedAt < RETRY_NANOS) {
			throw this.failure;
		}
		try {
			this.failure = null;
			knock();
			openAll();
		}
		catch (IOException | TimeoutException ex) {
			this.failure = ex;
			this.failedAt = System.nanoTime();
			throw ex;
		}
	}

	// The client itself would put each attempt that fails into the log, with its trace
	private void knock() throws IOException {
		InetSocketAddress there = this.address.resolve();
		if (there.isUnresolved()) {
			throw new UnknownHostException("Host '%s' is not known".formatted(this.address.host()));
		}
		try (Socket socket = new Socket()) {
			socket.connect(there, this.timeoutMillis);
		}
		catch (IOException ex) {
			throw new IOException("No connection to %s: %s".formatted(this.address, ex.getMessage()), ex);
		}
	}

	private void openAll() throws Exception {
		// Nobody else takes these, and they add up
		this.client.getReconnectRequestQueue().clear();
		for (int missing = this.wanted - open().size(); missing > 0; missing--) {
			Future<Boolean> connecting = this.client.getConnector().connect(this.handle);
			try {
				connecting.get(this.timeoutMillis, TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				connecting.cancel(true);
				throw ex;
			}
		}
		if (this.login != null) {
			for (Session session : open()) {
				logIn(session, this.login);
			}
		}
	}

	private void logIn(Session session, Login user) throws Exception {
		if (session.getAttribute(LOGGED_IN) != null) {
			return;
		}
		CountDownLatch answered = new CountDownLatch(1);
		BaseBinaryCommand command = user.command(answered);
		session.write(command);
		if (!answered.await(this.timeoutMillis, TimeUnit.MILLISECONDS)) {
			abandon(session);
			throw new TimeoutException("No answer to the login within %d ms".formatted(this.timeoutMillis));
		}
		ResponseStatus status = command.getResponseStatus();
		if (status != ResponseStatus.NO_ERROR) {
			abandon(session);
			throw (status != null) ? new AuthenticationException(status.name())
					: new IOException("%s closed the connection".formatted(this.address));
		}
		session.setAttribute(LOGGED_IN, true);
	}

	private List<Session> open() {
		Collection<Session> all = this.client.getConnector()
			.getSessionByAddress(this.handle.getResolvedSocketAddress());
		List<Session> open = new ArrayList<>();
		if (all != null) {
			all.stream().filter((session) -> !session.isClosed()).forEach(open::add);
		}
		return open;
	}

	/**
	 * Closes a connection at once. The client would first send what is waiting.
	 * @param session the connection
	 */
	static void abandon(Session session) {
		if (session instanceof AbstractSession open && !open.isClosed()) {
			open.clearWriteQueue();
			session.close();
		}
	}

	@Override
	public String toString() {
		return this.address.toString();
	}

}
