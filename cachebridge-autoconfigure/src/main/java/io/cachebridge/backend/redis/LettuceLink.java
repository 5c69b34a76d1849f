package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The one connection that all commands share. It is opened when first asked for, by one
 * thread at a time and on a thread of its own, so that no caller waits longer than the
 * timeout whatever name resolution, handshake or topology take. While the server is away
 * only the caller that starts an attempt waits for it; the others, and for a short while
 * after it everyone, are told of the last failure at once.
 * <p>
 * Once open, the connection repairs itself, except when the other end is gone without a
 * word: a command that got no answer is followed by a ping, and if that gets none either
 * the connection is given up, with whatever is still under way on it, and opened anew.
 */
final class LettuceLink implements AutoCloseable {

	private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

	private final DedicatedConnectionFactory dedicated;

	private final Duration timeout;

	private final ReentrantLock lock = new ReentrantLock();

	private final AtomicBoolean probing = new AtomicBoolean();

	private volatile @Nullable RedisClusterAsyncCommands<byte[], byte[]> commands;

	private @Nullable CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> attempt;

	private @Nullable Throwable failure;

	private long failedAt;

	private boolean closed;

	LettuceLink(DedicatedConnectionFactory dedicated, Duration timeout) {
		this.dedicated = dedicated;
		this.timeout = timeout;
	}

	boolean isCluster() {
		return this.dedicated.factory().isClusterAware();
	}

	boolean readsFromReplicas() {
		return this.dedicated.readsFromReplicas();
	}

	/**
	 * Creates another link to the same servers, which reads from those only that are
	 * written to.
	 * @param timeout its timeout
	 * @return the link, to be closed
	 */
	LettuceLink another(Duration timeout) {
		return new LettuceLink(this.dedicated.upstream(timeout), timeout);
	}

	Duration timeout() {
		return this.timeout;
	}

	/**
	 * Returns the connection, opened if it was not.
	 * @return its commands
	 * @throws RedisException if it cannot be had within the timeout
	 */
	RedisClusterAsyncCommands<byte[], byte[]> commands() {
		RedisClusterAsyncCommands<byte[], byte[]> current = this.commands;
		return (current != null) ? current : await(joinAttempt());
	}

	/**
	 * Opens a connection to subscribe on.
	 * @return the connection, to be closed
	 */
	RedisConnection openConnection() {
		commands();
		return this.dedicated.factory().getConnection();
	}

	/**
	 * Takes note that a command was not answered in time.
	 * @param suspect the connection
	 */
	void unanswered(RedisClusterAsyncCommands<byte[], byte[]> suspect) {
		// On a cluster a ping goes to any node and proves nothing of the others
		if (suspect instanceof RedisAdvancedClusterAsyncCommands || !this.probing.compareAndSet(false, true)) {
			return;
		}
		suspect.ping().whenComplete((pong, ex) -> {
			this.probing.set(false);
			if (ex instanceof RedisCommandTimeoutException) {
				giveUp(suspect);
			}
		});
	}

	/**
	 * Opens the connection anew when it is next asked for.
	 * @param suspect the connection that is not trusted any more
	 */
	void giveUp(RedisClusterAsyncCommands<byte[], byte[]> suspect) {
		this.lock.lock();
		try {
			if (this.commands == suspect) {
				this.commands = null;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> joinAttempt() {
		this.lock.lock();
		try {
			RedisClusterAsyncCommands<byte[], byte[]> current = this.commands;
			if (current != null) {
				return CompletableFuture.completedFuture(current);
			}
			if (this.closed) {
				throw new RedisException("Connection closed");
			}
			Throwable last = this.failure;
			boolean failedJustNow = last != null
					&& (this.attempt != null || System.nanoTime() - this.failedAt < PAUSE_NANOS);
			if (failedJustNow) {
				throw new RedisConnectionException("Connection failed a moment ago", last);
			}
			if (this.attempt == null) {
				this.attempt = startAttempt();
			}
			return this.attempt;
		}
		finally {
			this.lock.unlock();
		}
	}

	private CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> startAttempt() {
		CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> started = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				succeed(started, connect());
			}
			catch (Throwable ex) {
				fail(started, ex);
			}
		}, "cachebridge-redis-connect");
		thread.setDaemon(true);
		thread.start();
		return started;
	}

	@SuppressWarnings("unchecked")
	private RedisClusterAsyncCommands<byte[], byte[]> connect() {
		LettuceConnectionFactory factory = this.dedicated.factory();
		factory.start();
		this.dedicated.abandonConnection();
		try (RedisConnection connection = factory.getConnection()) {
			return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
		}
	}

	private void succeed(CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> started,
			RedisClusterAsyncCommands<byte[], byte[]> connected) {
		this.lock.lock();
		try {
			this.commands = connected;
			this.attempt = null;
			this.failure = null;
		}
		finally {
			this.lock.unlock();
		}
		started.complete(connected);
	}

	private void fail(CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> started, Throwable cause) {
		this.lock.lock();
		try {
			this.attempt = null;
			this.failure = cause;
			this.failedAt = System.nanoTime();
		}
		finally {
			this.lock.unlock();
		}
		started.completeExceptionally(cause);
	}

	private RedisClusterAsyncCommands<byte[], byte[]> await(
			CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> connecting) {
		try {
			return connecting.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw new RedisConnectionException("Connection failed", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw lateBy(connecting);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RedisException("Interrupted while connecting", ex);
		}
	}

	// An attempt that is late is a failure for everyone else, who then do not wait for it
	private RedisException lateBy(CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> connecting) {
		RedisException late = new RedisCommandTimeoutException("Connection not established after " + this.timeout);
		this.lock.lock();
		try {
			if (this.attempt == connecting) {
				this.failure = late;
				this.failedAt = System.nanoTime();
			}
		}
		finally {
			this.lock.unlock();
		}
		return late;
	}

	@Override
	public void close() {
		CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> underWay;
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			this.commands = null;
			underWay = this.attempt;
		}
		finally {
			this.lock.unlock();
		}
		if (underWay != null) {
			// A factory that is closed while it connects leaves its client behind
			underWay.handle((connected, ex) -> connected).completeOnTimeout(null, 5, TimeUnit.SECONDS).join();
		}
		this.dedicated.close();
	}

}
