package io.cachebridge.spi.support;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes messages one group at a time: what comes while a group is written goes into the
 * next one together. Whoever comes first writes for those who wait.
 */
public final class GroupCommit {

	private static final int LARGEST_GROUP = 256 * 1024;

	private static final int MOST_MESSAGES = 500;

	private final Writer writer;

	private final Duration timeout;

	private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Creates an empty queue.
	 * @param writer writes a group
	 * @param timeout how long to wait for other groups at most
	 */
	public GroupCommit(Writer writer, Duration timeout) {
		this.writer = writer;
		this.timeout = timeout;
	}

	/**
	 * Writes a message and returns when its group is written.
	 * @param message the message
	 * @throws TimeoutException if other groups took too long
	 * @throws InterruptedException if this thread is interrupted
	 * @throws Exception what the writer has thrown; in any case the message may have been
	 * written
	 */
	public void write(byte[] message) throws Exception {
		Waiting mine = new Waiting(message, new CompletableFuture<>());
		this.queue.add(mine);
		if (!this.lock.tryLock(this.timeout.toNanos(), TimeUnit.NANOSECONDS)) {
			this.queue.remove(mine);
			throw new TimeoutException("other messages take too long");
		}
		try {
			while (!mine.done().isDone()) {
				writeGroup(take());
			}
		}
		finally {
			this.lock.unlock();
		}
		outcome(mine);
	}

	private List<Waiting> take() {
		List<Waiting> group = new ArrayList<>();
		int size = 0;
		for (Waiting first = this.queue.peek(); first != null
				&& group.size() < MOST_MESSAGES; first = this.queue.peek()) {
			size += first.message().length;
			if (!group.isEmpty() && size > LARGEST_GROUP) {
				break;
			}
			Waiting taken = this.queue.poll();
			if (taken != null) {
				group.add(taken);
			}
		}
		return group;
	}

	private void writeGroup(List<Waiting> group) {
		Exception failure = new IllegalStateException("messages were not written");
		try {
			this.writer.write(group.stream().map(Waiting::message).toList());
			group.forEach((each) -> each.done().complete(null));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			// Those who wait for this thread are not interrupted
			failure = new InterruptedIOException("interrupted while writing");
		}
		catch (Exception ex) {
			failure = ex;
		}
		finally {
			for (Waiting each : group) {
				each.done().completeExceptionally(failure);
			}
		}
	}

	private static void outcome(Waiting waiting) throws Exception {
		try {
			waiting.done().get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception failure) ? failure : ex;
		}
	}

	/**
	 * Writes a group of messages, one group at a time.
	 */
	@FunctionalInterface
	public interface Writer {

		/**
		 * Writes messages.
		 * @param messages the messages, in order; at least one
		 * @throws Exception if they were not written, or are not known to be
		 */
		void write(List<byte[]> messages) throws Exception;

	}

	/**
	 * A message that is to be written.
	 *
	 * @param message the message
	 * @param done whether it was
	 */
	private record Waiting(byte[] message, CompletableFuture<Void> done) {

	}

}
