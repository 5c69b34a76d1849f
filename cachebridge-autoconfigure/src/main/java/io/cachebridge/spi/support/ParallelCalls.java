package io.cachebridge.spi.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Makes many calls of a store that takes one key at a time, so many of them at once. The
 * caller makes calls too, so that a single one costs no other thread.
 */
public final class ParallelCalls implements AutoCloseable {

	private static final long KEEP_ALIVE_SECONDS = 30;

	private static final int ROUNDS_IN_ONE_TIMEOUT = 4;

	private final int parallelism;

	private final ThreadPoolExecutor threads;

	/**
	 * Creates the calls.
	 * @param name what their threads are called after, as in {@code cachebridge-s3}
	 * @param parallelism how many calls of one batch are under way at most, and how many
	 * threads there are for all batches
	 */
	public ParallelCalls(String name, int parallelism) {
		this.parallelism = parallelism;
		CustomizableThreadFactory factory = new CustomizableThreadFactory(name + "-");
		factory.setDaemon(true);
		this.threads = new ThreadPoolExecutor(parallelism, parallelism, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory, new ThreadPoolExecutor.DiscardPolicy());
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Makes a call for each element and waits for all of them.
	 * @param elements the elements
	 * @param call the call
	 * @param <E> the type of the elements
	 * @param <T> the type of the answers
	 * @return the answers, in the order of the elements
	 * @throws RuntimeException what the first failing call threw; the others are waited
	 * for, and those not begun are not made
	 */
	public <E, T extends @Nullable Object> List<T> map(Collection<E> elements, Function<E, T> call) {
		Batch<E, T> batch = new Batch<>(List.copyOf(elements), call);
		for (int i = 1; i < Math.min(this.parallelism, elements.size()); i++) {
			this.threads.execute(batch);
		}
		batch.run();
		return batch.await();
	}

	/**
	 * Makes a call for each element and waits for all of them.
	 * @param elements the elements
	 * @param call the call
	 * @param <E> the type of the elements
	 * @throws RuntimeException what the first failing call threw
	 */
	public <E> void each(Collection<E> elements, Consumer<E> call) {
		map(elements, (element) -> {
			call.accept(element);
			return Boolean.TRUE;
		});
	}

	/**
	 * Makes a call for each key and waits for all of them.
	 * @param keys the keys, without duplicates
	 * @param call the call, {@code null} for nothing found
	 * @param <T> the type of what is found
	 * @return what was found by key, in the order of the keys
	 * @throws RuntimeException what the first failing call threw
	 */
	public <T> Map<String, T> found(Collection<String> keys, Function<String, @Nullable T> call) {
		List<String> all = List.copyOf(keys);
		List<@Nullable T> answers = map(all, call);
		Map<String, T> found = new LinkedHashMap<>();
		for (int i = 0; i < all.size(); i++) {
			T answer = answers.get(i);
			if (answer != null) {
				found.put(all.get(i), answer);
			}
		}
		return found;
	}

	/**
	 * Returns when the calls of a batch have to be over: each timeout of one call is
	 * shared by four calls for each that is made at once.
	 * @param calls how many calls the batch has
	 * @param timeout the timeout of one call
	 * @return the deadline of all of them together
	 */
	public Deadline deadline(int calls, Duration timeout) {
		int atOnce = this.parallelism * ROUNDS_IN_ONE_TIMEOUT;
		return Deadline.in(timeout.multipliedBy(1 + Math.max(0, calls - 1) / atOnce));
	}

	@Override
	public void close() {
		this.threads.shutdown();
	}

	/**
	 * The calls of one batch, made by whoever has time. Who comes late finds nothing to
	 * do.
	 */
	private static final class Batch<E, T extends @Nullable Object> implements Runnable {

		private final List<E> elements;

		private final Function<E, T> call;

		private final AtomicReferenceArray<@Nullable T> answers;

		private final AtomicInteger next = new AtomicInteger();

		private final CountDownLatch left;

		private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

		Batch(List<E> elements, Function<E, T> call) {
			this.elements = elements;
			this.call = call;
			this.answers = new AtomicReferenceArray<>(elements.size());
			this.left = new CountDownLatch(elements.size());
		}

		@Override
		public void run() {
			for (int i = this.next.getAndIncrement(); i < this.elements.size(); i = this.next.getAndIncrement()) {
				if (this.failure.get() == null) {
					make(i);
				}
				this.left.countDown();
			}
		}

		private void make(int index) {
			try {
				this.answers.set(index, this.call.apply(this.elements.get(index)));
			}
			catch (Throwable ex) {
				this.failure.compareAndSet(null, ex);
			}
		}

		List<T> await() {
			awaitAll();
			Throwable failed = this.failure.get();
			if (failed instanceof RuntimeException exception) {
				throw exception;
			}
			if (failed != null) {
				throw (Error) failed;
			}
			List<T> all = new ArrayList<>();
			for (int i = 0; i < this.elements.size(); i++) {
				all.add(this.answers.get(i));
			}
			return all;
		}

		// The calls under way have timeouts of their own
		private void awaitAll() {
			boolean interrupted = false;
			while (this.left.getCount() > 0) {
				try {
					this.left.await();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
