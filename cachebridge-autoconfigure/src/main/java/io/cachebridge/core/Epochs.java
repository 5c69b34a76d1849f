package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * The identities of the current generations of a cache and of its tags: the versions of
 * records of their own in the store. A value names the epochs it was loaded under and
 * counts only while all are current, so replacing one record clears the cache, or evicts
 * all that has a tag, in one write. If such a record is lost a new one takes its place:
 * misses, never a value back from the dead.
 * <p>
 * A node remembers the epochs it read for as long as it would hear of a change. It never
 * takes one from a message or from its own write: whatever raises the log makes the epoch
 * unknown, and the next read fetches it.
 * <p>
 * A new epoch of the cache is announced. That of a tag is not, as tags may come by the
 * thousand: a node that remembers the lost one writes records that nobody else counts and
 * reads those of others as foreign, upon which it fetches the new one.
 */
final class Epochs {

	/** The name of the epoch of the cache itself. No tag is called so. */
	static final String CACHE = Envelope.CACHE_EPOCH;

	/**
	 * The name of the tag stamp, which changes with every eviction by tag. No tag is
	 * called so.
	 */
	static final String STAMP = "\0";

	private static final byte[] EMPTY = new byte[0];

	private static final int MOST_REMEMBERED = 10_000;

	private static final Duration SHORTEST_TAG_LIFE = Duration.ofDays(1);

	/**
	 * How many lives of a record the epoch of a tag lasts; renewed after half of them.
	 */
	private static final int TAG_LIVES = 4;

	private final KeyLayout layout;

	private final BackendCalls store;

	private final VersionSource versions;

	private final InvalidationLog log;

	private final Clock clock;

	private final Duration tagLife;

	private final boolean remembering;

	private final Runnable onCreated;

	private final ConcurrentMap<String, Known> known = Caffeine.newBuilder()
		.maximumSize(MOST_REMEMBERED)
		.executor(Runnable::run)
		.<String, Known>build()
		.asMap();

	Epochs(KeyLayout layout, BackendCalls store, VersionSource versions, InvalidationLog log, Clock clock,
			Duration timeToLive, boolean remembering, Runnable onCreated) {
		this.layout = layout;
		this.store = store;
		this.versions = versions;
		this.log = log;
		this.clock = clock;
		this.tagLife = tagLife(timeToLive);
		this.remembering = remembering;
		this.onCreated = onCreated;
	}

	// Zero is for ever
	private static Duration tagLife(Duration timeToLive) {
		if (timeToLive.isZero() || timeToLive.compareTo(ValueFormat.LONGEST) >= 0) {
			return Duration.ZERO;
		}
		Duration life = timeToLive.multipliedBy(TAG_LIVES);
		return (life.compareTo(SHORTEST_TAG_LIFE) > 0) ? life : SHORTEST_TAG_LIFE;
	}

	/**
	 * Returns the key under which an epoch is held.
	 * @param name the name of the epoch
	 * @return the key in the store
	 */
	String place(String name) {
		if (name.equals(CACHE)) {
			return this.layout.epoch();
		}
		return name.equals(STAMP) ? this.layout.tagStamp() : this.layout.tagEpoch(name);
	}

	/**
	 * Returns an epoch if this node knows it.
	 * @param name the name of the epoch
	 * @return the epoch, or {@code null} if it must be fetched
	 */
	@Nullable Version known(String name) {
		Known last = this.known.get(name);
		return (last != null && isUntouched(name, last.ticket())) ? last.epoch() : null;
	}

	private boolean isUntouched(String name, long ticket) {
		return name.equals(CACHE) ? ticket >= this.log.floor() : this.log.isUntouchedSince(noteOf(name), ticket);
	}

	private @Nullable Version knownForWrite(String name) {
		Known last = this.known.get(name);
		boolean due = last != null && last.renewAt() != null && !this.clock.instant().isBefore(last.renewAt());
		return due ? null : known(name);
	}

	/**
	 * Returns what the log notes an eviction by tag under.
	 * @param name a tag, or {@link #STAMP} for any tag
	 * @return a name that the log may know keys by too, which costs no more than a fill
	 */
	static String noteOf(String name) {
		return "#" + name;
	}

	/**
	 * Remembers an epoch that was read.
	 * @param name the name of the epoch
	 * @param held the record that was read, {@code null} if there is none
	 * @param ticket a ticket taken before the read
	 * @return the epoch, or {@code null} if there is none
	 */
	@Nullable Version fetched(String name, @Nullable StoredRecord held, long ticket) {
		if (held == null) {
			this.known.remove(name);
			return null;
		}
		if (this.remembering) {
			this.known.put(name, new Known(held.version(), ticket, renewAt(held)));
		}
		return held.version();
	}

	private @Nullable Instant renewAt(StoredRecord held) {
		Instant end = held.expiresAt();
		return (end != null) ? end.minus(this.tagLife.dividedBy(2)) : null;
	}

	/**
	 * Reads the epochs that the store holds now.
	 * @param names the names of the epochs
	 * @return those that there are by name, or {@code null} if the store does not answer
	 */
	@Nullable Map<String, Version> fetch(Collection<String> names) {
		long ticket = this.log.ticket();
		Map<String, StoredRecord> held = read(names);
		if (held == null) {
			return null;
		}
		Map<String, Version> found = new HashMap<>();
		for (String name : names) {
			Version epoch = fetched(name, held.get(place(name)), ticket);
			if (epoch != null) {
				found.put(name, epoch);
			}
		}
		return found;
	}

	private @Nullable Map<String, StoredRecord> read(Collection<String> names) {
		List<String> places = names.stream().map(this::place).toList();
		return this.store.call("getAll", (backend) -> backend.getAll(places));
	}

	/**
	 * Returns epochs for a write, fetched or created if need be.
	 * @param names the names of the epochs
	 * @return the epochs by name, or {@code null} if the store does not answer
	 */
	@Nullable Map<String, Version> forWrite(Collection<String> names) {
		Map<String, Version> epochs = new HashMap<>();
		List<String> unknown = new ArrayList<>();
		for (String name : names) {
			Version epoch = knownForWrite(name);
			if (epoch != null) {
				epochs.put(name, epoch);
			}
			else {
				unknown.add(name);
			}
		}
		boolean complete = unknown.isEmpty() || fetchOrCreate(unknown, epochs);
		return complete ? epochs : null;
	}

	private boolean fetchOrCreate(Collection<String> names, Map<String, Version> epochs) {
		long ticket = this.log.ticket();
		Map<String, StoredRecord> held = read(names);
		if (held == null) {
			return false;
		}
		for (String name : names) {
			StoredRecord present = held.get(place(name));
			fetched(name, present, ticket);
			Version epoch = (present != null) ? renewed(name, present) : create(name);
			if (epoch == null) {
				return false;
			}
			epochs.put(name, epoch);
		}
		return true;
	}

	// The same epoch with a later end; whoever has replaced it meanwhile is left alone
	private Version renewed(String name, StoredRecord held) {
		Instant due = renewAt(held);
		if (due != null && !this.clock.instant().isBefore(due) && this.store.supports(Capability.CONDITIONAL_PUT)) {
			StoredRecord longer = StoredRecord.of(EMPTY, held.version(), end(name));
			this.store.call("putIf", (backend) -> backend.putIf(place(name), held, longer));
		}
		return held.version();
	}

	/**
	 * Creates an epoch that is not there, unless another node is faster.
	 * @param name the name of the epoch
	 * @return the epoch, or {@code null} if the store does not answer
	 */
	@Nullable Version create(String name) {
		StoredRecord created = newEpoch(name);
		if (!this.store.supports(Capability.CONDITIONAL_PUT)) {
			return replace(name, created) ? created.version() : null;
		}
		PutOutcome outcome = this.store.call("putIf", (backend) -> backend.putIf(place(name), null, created));
		if (outcome == null) {
			return null;
		}
		if (outcome.applied()) {
			if (name.equals(CACHE)) {
				this.onCreated.run();
			}
			return created.version();
		}
		StoredRecord current = outcome.current();
		return (current != null) ? current.version() : null;
	}

	/**
	 * Begins a new generation: whatever was stored before counts no more.
	 * @param name the name of the epoch
	 * @return whether the store has acknowledged it
	 */
	boolean replace(String name) {
		return replace(name, newEpoch(name));
	}

	private boolean replace(String name, StoredRecord next) {
		return Objects.requireNonNullElse(this.store.call("put", (backend) -> {
			backend.put(place(name), next);
			return Boolean.TRUE;
		}), Boolean.FALSE);
	}

	private StoredRecord newEpoch(String name) {
		return StoredRecord.of(EMPTY, this.versions.next(), end(name));
	}

	private @Nullable Instant end(String name) {
		if (this.tagLife.isZero() || name.equals(CACHE) || name.equals(STAMP)) {
			return null;
		}
		return this.clock.instant().plus(this.tagLife);
	}

	private record Known(Version epoch, long ticket, @Nullable Instant renewAt) {
	}

}
