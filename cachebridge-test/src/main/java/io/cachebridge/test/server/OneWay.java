package io.cachebridge.test.server;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Carries the bytes of a connection one way. One thread reads and another writes, so that
 * a delay does not add up.
 */
final class OneWay {

	private static final int MOST_WAITING = 4096;

	private static final int BUFFER_BYTES = 16 * 1024;

	private final Socket from;

	private final Socket to;

	private final Runnable broken;

	private final Runnable ended;

	private final BlockingQueue<Chunk> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

	private final List<Thread> threads = List.of(new Thread(this::read, "tcp-proxy-read"),
			new Thread(this::write, "tcp-proxy-write"));

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private Passage passage;

	private boolean lossy;

	/**
	 * Creates a way that nothing goes yet.
	 * @param from where bytes come from
	 * @param to where they go
	 * @param passage what becomes of them
	 * @param broken is called when either socket fails
	 * @param ended is called when the end of the stream has passed
	 */
	OneWay(Socket from, Socket to, Passage passage, Runnable broken, Runnable ended) {
		this.from = from;
		this.to = to;
		this.passage = passage;
		this.broken = broken;
		this.ended = ended;
	}

	void start() throws IOException {
		if (this.passage.kind() == Passage.Kind.ENDED) {
			shutDown();
		}
		this.threads.forEach((thread) -> {
			thread.setDaemon(true);
			thread.start();
		});
	}

	void stop() {
		this.threads.forEach(Thread::interrupt);
	}

	void pass(Passage next) {
		boolean resume;
		this.lock.lock();
		try {
			resume = this.lossy && next.kind() != Passage.Kind.DROPPED;
			if (this.passage.kind() != Passage.Kind.ENDED) {
				this.passage = next;
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		if (resume) {
			this.broken.run();
		}
		else if (next.kind() == Passage.Kind.ENDED) {
			end();
		}
	}

	private void end() {
		try {
			shutDown();
		}
		catch (IOException ex) {
			this.broken.run();
		}
	}

	private synchronized void shutDown() throws IOException {
		if (!this.to.isOutputShutdown()) {
			this.to.shutdownOutput();
		}
	}

	private void read() {
		try {
			byte[] buffer = new byte[BUFFER_BYTES];
			int length;
			do {
				length = this.from.getInputStream().read(buffer);
				this.waiting.put(new Chunk(Arrays.copyOf(buffer, Math.max(length, 0)), length < 0, System.nanoTime()));
			}
			while (length >= 0);
		}
		catch (IOException ex) {
			this.broken.run();
		}
		catch (InterruptedException ex) {
			// Only stopping interrupts
			Thread.currentThread().interrupt();
		}
	}

	private void write() {
		try {
			boolean last;
			do {
				Chunk chunk = this.waiting.take();
				last = chunk.last();
				if (awaitPassage(chunk)) {
					this.to.getOutputStream().write(chunk.bytes());
				}
			}
			while (!last);
			shutDown();
			this.ended.run();
		}
		catch (IOException ex) {
			this.broken.run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean awaitPassage(Chunk chunk) throws InterruptedException {
		this.lock.lock();
		try {
			while (true) {
				switch (this.passage.kind()) {
					case OPEN -> {
						long early = chunk.readAt() + this.passage.delay().toNanos() - System.nanoTime();
						if (early <= 0) {
							return true;
						}
						this.changed.awaitNanos(early);
					}
					case HELD -> this.changed.await();
					case DROPPED -> {
						this.lossy = true;
						if (!chunk.last()) {
							return false;
						}
						this.changed.await();
					}
					case ENDED -> {
						return false;
					}
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Chunk(byte[] bytes, boolean last, long readAt) {

	}

}
