package io.cachebridge.test.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;

/**
 * What one node has of the common store: before and after each call others may go on, and
 * the call may fail on its way there or back.
 */
final class NodeStore implements CacheBackend {

	private final World world;

	private final Life life;

	private final CacheBackend delegate;

	NodeStore(World world, Life life) {
		this.world = world;
		this.life = life;
		this.delegate = world.store.backend();
	}

	private <T extends @Nullable Object> T read(String operation, Supplier<T> call) {
		this.world.fibers.pass();
		failAt(operation, Fault.STORE_READS);
		T answer = call.get();
		this.world.fibers.pass();
		return answer;
	}

	private <T extends @Nullable Object> T write(String operation, Fault fault, String key, boolean reserves,
			Supplier<T> call) {
		this.world.fibers.pass();
		Operation put = serveQueued(operation, key);
		boolean fails = this.world.weather.strikesStore(fault);
		boolean applies = !fails || this.world.dice.chance(0.5);
		T answer = applies ? call.get() : null;
		boolean changed = applies && !(answer instanceof PutOutcome outcome && !outcome.applied());
		if (changed) {
			this.world.store.written(key);
		}
		if (changed && !fails) {
			recover(key, fault);
		}
		Operation served = (put != null) ? put : served();
		if (served != null) {
			note(served, operation + " " + key, !reserves && served.counts(fault == Fault.STORE_FILLS), changed, fails);
		}
		this.world.fibers.pass();
		if (served != null) {
			this.world.history.answered(served);
		}
		if (fails || answer == null) {
			throw new BackendUnavailableException("simulation", operation, "asked to fail", null);
		}
		return answer;
	}

	private void note(Operation served, String what, boolean counts, boolean changed, boolean fails) {
		String outcome = (changed ? what : what + " refused") + (fails ? ", answered by a failure" : "");
		if (changed) {
			this.world.history.changedStore(served, outcome, counts);
		}
		else {
			this.world.history.note(this.life, served, "store:", outcome);
		}
		served.writeFailed |= fails && counts;
	}

	// Whose eviction it is nobody can tell: it counts as made up for
	private @Nullable Operation serveQueued(String operation, String key) {
		Fiber fiber = this.world.fibers.current();
		if (fiber == null || this.world.keyAt(key) == null) {
			return null;
		}
		Operation put = operation.equals("put") ? putOf(fiber.encoded) : null;
		Operation before = fiber.operation();
		if (fiber.isInBackground() && (put != null || (before != null && before.kind() != Operation.Kind.RECOVERY))) {
			fiber.serve(put);
		}
		return put;
	}

	private @Nullable Operation putOf(@Nullable Value value) {
		return (value != null && this.world.history.origin(value) instanceof Operation put) ? put : null;
	}

	// No caller has asked for this; each makes what was before invalid. A value is made
	// up
	// for conditionally
	private void recover(String key, Fault fault) {
		Fiber fiber = this.world.fibers.current();
		Operation served = served();
		boolean begins = served == null && fault == Fault.STORE_WRITES;
		if (fiber == null || (!begins && (served == null || served.kind() != Operation.Kind.RECOVERY))) {
			return;
		}
		String tag = this.world.tagAt(key);
		if (tag == null || tag.isEmpty() || served == null || fault != Fault.STORE_WRITES) {
			served = this.world.history.recovers(this.life, this.world.keyAt(key));
			fiber.serve(served);
		}
		// It begins with the stamp, which does not name the tag
		served.tag = tag;
	}

	private @Nullable Operation served() {
		Fiber fiber = this.world.fibers.current();
		return (fiber != null) ? fiber.operation() : null;
	}

	private void failAt(String operation, Fault fault) {
		if (this.life.isDead()) {
			throw new BackendUnavailableException("simulation", operation, "the node crashed", null);
		}
		if (this.world.weather.strikesStore(fault)) {
			this.world.history.note(this.life, served(), "store:", operation + " fails");
			throw new BackendUnavailableException("simulation", operation, "asked to fail", null);
		}
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return this.<@Nullable StoredRecord>read("get", () -> this.delegate.get(key));
	}

	/**
	 * Reads one record after the other, as a store may.
	 */
	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		List<String> left = new ArrayList<>(keys);
		Map<String, StoredRecord> found = new LinkedHashMap<>();
		while (!left.isEmpty()) {
			String key = left.remove(this.world.dice.below(left.size()));
			StoredRecord stored = get(key);
			if (stored != null) {
				found.put(key, stored);
			}
		}
		return found;
	}

	@Override
	public void put(String key, StoredRecord stored) {
		write("put", Fault.STORE_WRITES, key, false, () -> {
			this.delegate.put(key, stored);
			return Boolean.TRUE;
		});
	}

	@Override
	public Removal delete(String key) {
		return write("delete", Fault.STORE_WRITES, key, false, () -> this.delegate.delete(key));
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		return write("putIf", Fault.STORE_FILLS, key, next.isReservation(), () -> this.delegate.putIf(key, seen, next));
	}

	@Override
	public Stream<String> keys(String prefix) {
		return read("keys", () -> this.delegate.keys(prefix).toList().stream());
	}

	@Override
	public long prune(Instant now) {
		return this.delegate.prune(now);
	}

	@Override
	public Duration pruneInterval() {
		return this.delegate.pruneInterval();
	}

	@Override
	public BackendStatistics statistics() {
		return this.delegate.statistics();
	}

	@Override
	public BackendHealth health() {
		return this.delegate.health();
	}

	@Override
	public Set<Capability> capabilities() {
		return this.delegate.capabilities();
	}

	@Override
	public Limits limits() {
		return this.delegate.limits();
	}

}
