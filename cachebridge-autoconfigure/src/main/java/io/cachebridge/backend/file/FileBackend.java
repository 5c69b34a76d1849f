package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.CounterRecord;
import io.cachebridge.spi.support.LastCount;
import io.cachebridge.spi.support.RecordFormat;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Stores records as files of one directory, which the processes of one host share.
 * <p>
 * What stands under a key is the payload of a file that is sound and names the key,
 * whoever wrote it. A file that is not names no key: it is removed like one that was torn
 * by a loss of power.
 */
final class FileBackend implements CacheBackend {

	private static final Set<Capability> CAPABILITIES = Set.of(Capability.CONDITIONAL_PUT, Capability.SHARED,
			Capability.DURABLE, Capability.ENUMERATION, Capability.COUNTER);

	private static final Limits LIMITS = new Limits(EntryFormat.LONGEST_KEY, EntryFormat.LARGEST_CONTENT);

	private final StoreDirectory directory;

	private final InstantSource clock;

	private final Duration pruneInterval;

	private final StoreCalls calls;

	private final KeyLocks locks;

	private final Entries entries;

	private final LastCount count;

	private final Pruner pruner;

	FileBackend(String name, StoreDirectory directory, CacheBridgeFileProperties properties, InstantSource clock) {
		this.directory = directory;
		this.clock = clock;
		this.pruneInterval = properties.pruneInterval();
		this.calls = new StoreCalls(name, new FileFailures(directory.root()));
		this.locks = new KeyLocks(directory, properties.timeout());
		this.entries = new Entries(directory, this.locks);
		this.count = new LastCount(clock, properties.pruneInterval());
		this.pruner = new Pruner(directory, this.entries, properties, this.count);
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		Entry entry = this.calls.<@Nullable Entry>call("get", key, () -> this.entries.find(key));
		return (entry != null) ? RecordFormat.read(entry.payload()) : null;
	}

	@Override
	public void put(String key, StoredRecord record) {
		byte[] payload = payload("put", key, record);
		this.calls.run("put", key, () -> this.entries.change(key, (entry) -> {
			entry.write(payload);
			return true;
		}));
	}

	@Override
	public Removal delete(String key) {
		return this.calls.call("delete", key, () -> this.entries.change(key, (entry) -> {
			byte[] head = entry.readHead();
			if (head == null) {
				return Removal.ABSENT;
			}
			entry.delete();
			return RecordFormat.readHeader(head).reservation() ? Removal.ABSENT : Removal.PRESENT;
		}));
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		byte[] payload = payload("putIf", key, next);
		return this.calls.call("putIf", key, () -> this.entries.change(key, (entry) -> {
			byte[] held = entry.read();
			StoredRecord current = (held != null) ? RecordFormat.read(held) : null;
			if (!StoredRecord.isSame(current, seen)) {
				return PutOutcome.refused(current);
			}
			entry.write(payload);
			return PutOutcome.applied(next.withToken(null));
		}));
	}

	private byte[] payload(String operation, String key, StoredRecord record) {
		requireFits(operation, key);
		this.calls.requireFits(operation, key, record, LIMITS.maximumContentBytes());
		return RecordFormat.write(record);
	}

	private void requireFits(String operation, String key) {
		this.calls.requireKeyFits(operation, key, LIMITS.maximumKeyBytes());
	}

	@Override
	public Map<String, RecordHeader> headers(Collection<String> keys) {
		Map<String, RecordHeader> found = new LinkedHashMap<>();
		for (String key : keys) {
			Entry head = this.calls.<@Nullable Entry>call("headers", key, () -> this.entries.findHead(key));
			if (head != null) {
				found.put(key, RecordFormat.readHeader(head.payload()));
			}
		}
		return found;
	}

	@Override
	public Stream<String> keys(String prefix) {
		this.calls.run("keys", null, this.directory::require);
		return IntStream.range(0, StoreDirectory.SHARDS)
			.boxed()
			.flatMap((shard) -> this.calls.<List<Path>>call("keys", null, () -> this.directory.list(shard)).stream())
			.filter(StoreDirectory::isEntry)
			.map((file) -> this.calls.<@Nullable Entry>call("keys", null, () -> this.entries.headOf(file)))
			.filter(Objects::nonNull)
			.map(Entry::key)
			.filter((key) -> key.startsWith(prefix));
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		requireFits("increment", key);
		return this.calls.call("increment", key, () -> this.entries.change(key, (entry) -> {
			byte[] held = entry.read();
			StoredRecord counter = CounterRecord.add(this.calls.backend(),
					(held != null) ? RecordFormat.read(held) : null, delta, timeToLive, this.clock.instant());
			entry.write(RecordFormat.write(counter));
			return CounterRecord.valueOf(counter);
		}));
	}

	@Override
	public long prune(Instant now) {
		return this.calls.call("prune", null, () -> this.pruner.prune(now));
	}

	@Override
	public BackendStatistics statistics() {
		return this.count.statistics();
	}

	@Override
	public Duration pruneInterval() {
		return this.pruneInterval;
	}

	@Override
	public BackendHealth health() {
		BackendHealth health = this.calls.health(this.directory::require)
			.with("directory", this.directory.root().toString());
		if (health.status() != BackendHealth.Status.UP) {
			return health;
		}
		boolean writable = Files.isWritable(this.directory.root());
		return new BackendHealth(writable ? BackendHealth.Status.UP : BackendHealth.Status.DEGRADED, health.latency(),
				health.details())
			.with("writable", writable)
			.with("usableBytes", usableBytes())
			.with("damagedEntries", this.entries.damaged());
	}

	private long usableBytes() {
		try {
			FileStore store = Files.getFileStore(this.directory.root());
			return store.getUsableSpace();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	@Override
	public Limits limits() {
		return LIMITS;
	}

	@Override
	public Set<Capability> capabilities() {
		return CAPABILITIES;
	}

	@Override
	public void close() {
		this.calls.run("close", null, this.locks::close);
	}

}
