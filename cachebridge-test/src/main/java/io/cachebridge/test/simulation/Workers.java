package io.cachebridge.test.simulation;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads of one scheduler, kept for the next program. Virtual where the Java runtime
 * has such threads, as handing a turn over costs least between those.
 */
final class Workers implements AutoCloseable {

	private static final int VIRTUAL_THREADS_SINCE = 24;

	private final Deque<Worker> idle = new ArrayDeque<>();

	private final ExecutorService threads;

	Workers(ExecutorService threads) {
		this.threads = threads;
	}

	static ExecutorService threads() {
		return (Runtime.version().feature() >= VIRTUAL_THREADS_SINCE) ? virtualThreads()
				: Executors.newCachedThreadPool((task) -> {
					Thread thread = new Thread(task, "simulation");
					thread.setDaemon(true);
					return thread;
				});
	}

	private static ExecutorService virtualThreads() {
		try {
			Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
			return (ExecutorService) factory.invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("A Java runtime with virtual threads has none", ex);
		}
	}

	Worker take() {
		Worker worker = this.idle.pollLast();
		if (worker == null) {
			worker = new Worker();
			this.threads.execute(worker);
		}
		return worker;
	}

	void giveBack(Worker worker) {
		this.idle.addLast(worker);
	}

	@Override
	public void close() {
		this.idle.forEach((worker) -> worker.begin(null));
		this.idle.clear();
	}

}
