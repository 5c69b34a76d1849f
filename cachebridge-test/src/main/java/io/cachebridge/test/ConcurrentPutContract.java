package io.cachebridge.test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Of several conditional writes over the same record exactly one happens.
 */
interface ConcurrentPutContract extends BackendUnderTest {

	/** How many writers compete. */
	int THREADS = 16;

	/** How often they do. */
	int ROUNDS = 25;

	@Test
	default void appliesOneOfManyWritesOverNothing() throws Exception {
		requires(Capability.CONDITIONAL_PUT);
		List<CacheBackend> instances = instances();
		for (int round = 0; round < ROUNDS; round++) {
			assertOneWins(instances, key("a" + round), null);
		}
	}

	@Test
	default void appliesOneOfManyWritesOverTheSameRecord() throws Exception {
		requires(Capability.CONDITIONAL_PUT);
		List<CacheBackend> instances = instances();
		for (int round = 0; round < ROUNDS; round++) {
			StoredRecord seen = ((round & 1) != 0) ? reservation() : stored("content " + round);
			assertOneWins(instances, key("a"), write(key("a"), seen));
		}
	}

	@Test
	default void losesNoUpdate() throws Exception {
		requires(Capability.CONDITIONAL_PUT);
		List<CacheBackend> instances = instances();
		List<Callable<Boolean>> adders = new ArrayList<>();
		for (int thread = 0; thread < 8; thread++) {
			CacheBackend instance = instances.get(thread % instances.size());
			adders.add(() -> addOne(instance, ROUNDS));
		}
		Race.run(adders);
		assertThat(number(backend().get(key("sum")))).isEqualTo(8 * ROUNDS);
	}

	@Test
	default void keepsNoFillBesideAnEvict() throws Exception {
		requires(Capability.CONDITIONAL_PUT);
		List<CacheBackend> instances = instances();
		for (int round = 0; round < ROUNDS; round++) {
			String key = key("a" + round);
			StoredRecord seen = write(key, reservation());
			StoredRecord fill = stored("fill");
			Callable<Boolean> delete = () -> instances.get(0).delete(key) != null;
			Callable<Boolean> write = () -> instances.get(instances.size() - 1).putIf(key, seen, fill).applied();
			boolean applied = Race.run(List.of(delete, write)).get(1);
			assertThat(backend().get(key)).as("fill, %s, of an evicted reservation", applied ? "applied" : "refused")
				.isNull();
		}
	}

	private void assertOneWins(List<CacheBackend> instances, String key, @Nullable StoredRecord seen) throws Exception {
		List<StoredRecord> offered = new ArrayList<>();
		List<Callable<PutOutcome>> writers = new ArrayList<>();
		for (int thread = 0; thread < THREADS; thread++) {
			StoredRecord next = stored("content of thread " + thread);
			CacheBackend instance = instances.get(thread % instances.size());
			offered.add(next);
			writers.add(() -> instance.putIf(key, seen, next));
		}
		List<PutOutcome> outcomes = Race.run(writers);
		StoredRecord held = backend().get(key);
		assertThat(outcomes).filteredOn(PutOutcome::applied).containsExactly(PutOutcome.applied(winner(held, offered)));
		assertThat(outcomes).filteredOn((outcome) -> !outcome.applied())
			.allSatisfy((outcome) -> assertThat(outcome.current()).isEqualTo(held));
	}

	private StoredRecord winner(@Nullable StoredRecord held, List<StoredRecord> offered) {
		assertThat(offered).contains(held);
		return offered.get(offered.indexOf(held));
	}

	private boolean addOne(CacheBackend instance, int times) {
		StoredRecord seen = instance.get(key("sum"));
		for (int done = 0; done < times;) {
			byte[] next = ByteBuffer.allocate(Integer.BYTES).putInt(number(seen) + 1).array();
			PutOutcome outcome = instance.putIf(key("sum"), seen, stored(next, null));
			done += outcome.applied() ? 1 : 0;
			seen = outcome.current();
		}
		return true;
	}

	private static int number(@Nullable StoredRecord stored) {
		byte[] content = (stored != null) ? stored.content() : null;
		return (content != null) ? ByteBuffer.wrap(content).getInt() : 0;
	}

	/**
	 * Returns instances that see the same records.
	 * @return two where the store is shared, otherwise one
	 * @throws Exception if none can be opened
	 */
	private List<CacheBackend> instances() throws Exception {
		return backend().capabilities().contains(Capability.SHARED) ? List.of(backend(), anotherInstance())
				: List.of(backend());
	}

}
