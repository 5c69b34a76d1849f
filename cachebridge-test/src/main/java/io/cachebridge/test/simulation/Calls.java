package io.cachebridge.test.simulation;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.cachebridge.core.CacheBridgeCache;

/**
 * Makes the calls of callers, each on a fiber of its own, and notes what comes back.
 */
final class Calls {

	private static final List<String> TAGS = List.of("x", "y");

	private final World world;

	Calls(World world) {
		this.world = world;
	}

	/**
	 * Begins a call.
	 * @param kind what to call
	 * @param life on which node
	 * @param key for which key, {@code null} for all
	 * @return the call
	 */
	Operation begin(Operation.Kind kind, Life life, @Nullable String key) {
		Operation operation = this.world.history.operation(kind, life, key);
		operation.queued = this.world.isAsync() && kind.isQueued();
		this.world.fibers.spawn(() -> run(operation), life, operation);
		return operation;
	}

	@SuppressWarnings("PMD.AvoidCatchingThrowable")
	private void run(Operation operation) {
		this.world.fibers.arrive();
		this.world.history.begins(operation);
		Value returned = null;
		try {
			CompletableFuture<?> later = call(operation);
			if (later != null) {
				endLater(operation, later);
				return;
			}
			returned = operation.returned;
		}
		catch (NodeCrash ex) {
			throw ex;
		}
		catch (Throwable ex) {
			this.world.fibers.arrive();
			this.world.history.ends(operation, null, ex);
			return;
		}
		this.world.fibers.arrive();
		this.world.history.ends(operation, returned, null);
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void endLater(Operation operation, CompletableFuture<?> later) {
		later.whenComplete((result, failure) -> this.world.history.ends(operation, value(result), failure));
	}

	private @Nullable CompletableFuture<?> call(Operation operation) {
		CacheBridgeCache cache = operation.life().cache();
		String key = (operation.key() != null) ? operation.key() : "";
		switch (operation.kind()) {
			case LOOK -> operation.returned = value(cache.get(key));
			case LOAD -> operation.returned = cache.get(key, () -> load(operation));
			case LOAD_TAGGED -> operation.returned = cache.getOrLoad(key, (context) -> {
				Value value = load(operation);
				context.tags(tagOf(value.version()));
				return value;
			});
			case RETRIEVE -> {
				return cache.retrieve(key, () -> loadLater(operation));
			}
			case RETRIEVE_LOOK -> {
				return cache.retrieve(key);
			}
			case PUT -> cache.put(key, changed(operation, key));
			case PUT_TAGGED -> {
				Value value = changed(operation, key);
				operation.tag = tagOf(value.version());
				cache.put(key, value, Set.of(operation.tag));
			}
			case PUT_IF_ABSENT -> operation.returned = value(cache.putIfAbsent(key, changed(operation, key)));
			case EVICT -> {
				changed(operation, key);
				cache.evict(key);
			}
			case EVICT_IF_PRESENT -> {
				changed(operation, key);
				cache.evictIfPresent(key);
			}
			case EVICT_TAG -> {
				String tag = this.world.dice.any(TAGS);
				operation.tag = tag;
				Program.KEYS.forEach(this.world.source::change);
				cache.evictByTag(tag);
			}
			case CLEAR -> {
				Program.KEYS.forEach(this.world.source::change);
				cache.clear();
			}
			case INVALIDATE -> {
				Program.KEYS.forEach(this.world.source::change);
				cache.invalidate();
			}
			case RECOVERY -> throw new IllegalStateException("No caller recovers");
		}
		return null;
	}

	private Value changed(Operation operation, String key) {
		this.world.history.writes(operation, this.world.source.change(key));
		this.world.fibers.pass();
		return Objects.requireNonNull(operation.written);
	}

	private static @Nullable Value value(@Nullable Object result) {
		return (Value) ((result instanceof ValueWrapper wrapper) ? wrapper.get() : result);
	}

	// Known only to those who have read the value
	private static String tagOf(long version) {
		return TAGS.get((int) (version % TAGS.size()));
	}

	private CompletableFuture<Value> loadLater(Operation operation) {
		if (this.world.dice.chance(0.3)) {
			return CompletableFuture.completedFuture(load(operation));
		}
		CompletableFuture<Value> later = new CompletableFuture<>();
		this.world.fibers.spawn(() -> complete(later, operation), operation.life(), operation);
		return later;
	}

	private void complete(CompletableFuture<Value> later, Operation operation) {
		try {
			later.complete(load(operation));
		}
		catch (Load.Failure | NodeCrash ex) {
			later.completeExceptionally(ex);
		}
	}

	private Value load(Operation operation) {
		this.world.fibers.arrive();
		Load load = this.world.history.loads(operation);
		pause();
		long version = this.world.source.read(Objects.requireNonNull(operation.key()));
		this.world.history.note(operation.life(), operation, "read the source:", version);
		if (operation.kind() == Operation.Kind.LOAD_TAGGED) {
			this.world.history.note(operation.life(), operation, "has the tag", load.tagged(tagOf(version)));
		}
		pause();
		// Of several that wait for one load on threads of their own only one may lead
		// next
		if (this.world.fibers.waitingCount() < 2 && this.world.weather.strikes(Fault.LOADERS)) {
			load.fail();
			throw new Load.Failure(load);
		}
		return new Value(Objects.requireNonNull(operation.key()), version, load.id());
	}

	private void pause() {
		for (int i = this.world.dice.below(3); i >= 0; i--) {
			this.world.fibers.pass();
		}
	}

}
