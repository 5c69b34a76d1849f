package io.cachebridge.test.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.test.SharedStore;

/**
 * Plays random programs on three to five nodes over one store and checks that they keep
 * the contract. The nodes are real; the network, the clocks, the callers and what goes
 * wrong are not. Every program is played step by step in an order that its seed decides,
 * whatever the machine does, so that a failure can be played again.
 *
 * <pre class="code">
 * CoherenceSimulation.programs(10_000).from(1).over(MyBackend::new).run();
 * </pre>
 *
 * The engine logs what it sees of the faults: switch the logger {@code io.cachebridge}
 * off meanwhile.
 */
public final class CoherenceSimulation {

	private final long programs;

	private final long seed;

	private final Set<Fault> faults;

	private final Supplier<? extends CacheBackend> stores;

	private final int threads;

	private CoherenceSimulation(long programs, long seed, Set<Fault> faults, Supplier<? extends CacheBackend> stores,
			int threads) {
		this.programs = programs;
		this.seed = seed;
		this.faults = faults;
		this.stores = stores;
		this.threads = threads;
	}

	/**
	 * Describes a simulation over a store in memory, with all faults, on as many threads
	 * as there are processors.
	 * @param programs how many programs to play
	 * @return the simulation
	 */
	public static CoherenceSimulation programs(long programs) {
		return new CoherenceSimulation(programs, 1, EnumSet.allOf(Fault.class), SharedStore::new,
				Runtime.getRuntime().availableProcessors());
	}

	/**
	 * Sets the seed of the first program; each further one has the next number.
	 * @param first the seed, 1 unless set
	 * @return a simulation with that seed
	 */
	public CoherenceSimulation from(long first) {
		return new CoherenceSimulation(this.programs, first, this.faults, this.stores, this.threads);
	}

	/**
	 * Sets what may go wrong.
	 * @param possible the faults, of which each program draws some
	 * @return a simulation with those faults
	 */
	public CoherenceSimulation with(Set<Fault> possible) {
		return new CoherenceSimulation(this.programs, this.seed, Set.copyOf(possible), this.stores, this.threads);
	}

	/**
	 * Sets what holds the values. Must declare {@link Capability#CONDITIONAL_PUT} and
	 * {@link Capability#SHARED}; all nodes use the same instance.
	 * @param empty creates a store without records; closed after its program
	 * @return a simulation over those stores
	 */
	public CoherenceSimulation over(Supplier<? extends CacheBackend> empty) {
		return new CoherenceSimulation(this.programs, this.seed, this.faults, empty, this.threads);
	}

	/**
	 * Sets how many programs are played at a time.
	 * @param number how many; which program does what does not depend on it
	 * @return a simulation on that many threads
	 */
	public CoherenceSimulation threads(int number) {
		return new CoherenceSimulation(this.programs, this.seed, this.faults, this.stores, number);
	}

	/**
	 * Plays the programs.
	 * @throws CoherenceViolation if one of them broke the contract
	 */
	public void run() {
		find().ifPresent((violation) -> {
			throw violation;
		});
	}

	/**
	 * Plays the programs until one breaks the contract.
	 * @return what it did, with the least seed of those found; empty if all kept it
	 */
	public Optional<CoherenceViolation> find() {
		AtomicReference<CoherenceViolation> found = new AtomicReference<>();
		AtomicLong next = new AtomicLong(this.seed);
		ExecutorService executor = Workers.threads();
		try {
			awaitAll(IntStream.range(0, this.threads)
				.<Future<?>>mapToObj((thread) -> executor.submit(() -> play(executor, next, found)))
				.toList());
		}
		finally {
			executor.shutdownNow();
		}
		return Optional.ofNullable(found.get());
	}

	/**
	 * Plays one program.
	 * @param program its seed
	 * @return everything that happened, an event a line; the same each time
	 */
	public String history(long program) {
		List<String> history = new CopyOnWriteArrayList<>();
		ExecutorService executor = Workers.threads();
		try (Workers workers = new Workers(executor)) {
			awaitAll(List.of(executor.submit(() -> history.add(play(program, workers).history().toString()))));
		}
		finally {
			executor.shutdown();
		}
		return String.join("", history);
	}

	private void play(ExecutorService executor, AtomicLong next, AtomicReference<CoherenceViolation> found) {
		try (Workers workers = new Workers(executor)) {
			long program = next.getAndIncrement();
			while (program < this.seed + this.programs && found.get() == null) {
				Simulation simulation = play(program, workers);
				if (simulation.violation() != null) {
					CoherenceViolation violation = new CoherenceViolation(simulation);
					found.accumulateAndGet(violation,
							(one, other) -> (one != null && one.seed() < other.seed()) ? one : other);
				}
				program = next.getAndIncrement();
			}
		}
	}

	private Simulation play(long program, Workers workers) {
		try (CacheBackend store = this.stores.get()) {
			return Simulation.play(program, this.faults, store, workers);
		}
	}

	private static void awaitAll(Iterable<? extends Future<?>> futures) {
		try {
			for (Future<?> future : futures) {
				future.get();
			}
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The simulation was interrupted", ex);
		}
	}

}
