package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.backend.redis.RedisCommands.Write;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Batches;
import io.cachebridge.spi.support.RecordFormat;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Stores records in Redis, each as one string under its own key, with the expiry of Redis
 * itself. What has to happen in one step is a script.
 * <p>
 * A put that was not answered in time may still take place, but before later ones: they
 * follow it on the same connection, or find that connection reset, so that nothing is
 * repeated on it. In two cases it can overtake them, until the next write or the end of
 * its time-to-live: when something between the node and Redis keeps bytes and passes them
 * on in spite of the reset, and with Redis Cluster, where Lettuce replaces connections on
 * its own.
 */
final class RedisBackend implements CacheBackend {

	private static final int LARGEST_STRING = 512 * 1024 * 1024;

	private static final int BATCH = 1000;

	/**
	 * Thirty thousand years. Redis refuses what its clock cannot count to.
	 */
	private static final long LONGEST_LIFE = 1L << 50;

	private static final byte[] NOTHING = new byte[0];

	private final RedisCommands commands;

	private final Clock clock;

	private final StoreCalls calls;

	private final KeyScan scan;

	private final RedisDiagnosis diagnosis;

	private final Set<Capability> capabilities;

	RedisBackend(String name, RedisCommands commands, Clock clock) {
		this.commands = commands;
		this.clock = clock;
		this.calls = new StoreCalls(name, RedisFailures::translate);
		this.scan = new KeyScan(commands, this.calls);
		this.diagnosis = new RedisDiagnosis(commands, this.calls);
		this.capabilities = capabilitiesOf(commands);
	}

	private static Set<Capability> capabilitiesOf(RedisCommands commands) {
		Set<Capability> capabilities = EnumSet.of(Capability.SHARED, Capability.REMOTE, Capability.DURABLE,
				Capability.ENUMERATION, Capability.COUNTER, Capability.NATIVE_EXPIRY);
		if (!commands.readsFromReplicas()) {
			capabilities.add(Capability.CONDITIONAL_PUT);
		}
		return Collections.unmodifiableSet(capabilities);
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		byte[] value = this.calls.call("get", key, () -> this.commands.get(bytes(key)));
		return (value != null) ? RecordFormat.read(value) : null;
	}

	@Override
	public void put(String key, StoredRecord record) {
		Write write = write("put", key, record);
		this.calls.run("put", key, () -> this.commands.setAll(List.of(write)));
	}

	@Override
	public Removal delete(String key) {
		List<Object> answer = this.calls.call("delete", key, () -> this.commands.run(RedisScripts.DELETE, bytes(key)));
		return (number(answer) == 1) ? Removal.PRESENT : Removal.ABSENT;
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		byte[] expected = (seen != null) ? RecordFormat.versionBytes(seen.version()) : NOTHING;
		Write write = write("putIf", key, next);
		byte[] life = (write.milliseconds() > 0) ? decimal(write.milliseconds()) : NOTHING;
		List<Object> answer = this.calls.call("putIf", key,
				() -> this.commands.run(RedisScripts.PUT_IF, write.key(), expected, write.value(), life));
		return (number(answer) == 1) ? PutOutcome.applied(next.withToken(null)) : PutOutcome.refused(current(answer));
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		return readAll("getAll", keys, this.commands::getAll, RecordFormat::read);
	}

	@Override
	public Map<String, RecordHeader> headers(Collection<String> keys) {
		return readAll("headers", keys, (batch) -> this.commands.beginnings(batch, RecordFormat.HEADER_BYTES),
				RecordFormat::readHeader);
	}

	@Override
	public void putAll(Map<String, StoredRecord> records) {
		Iterator<Write> writes = records.entrySet()
			.stream()
			.map((entry) -> write("putAll", entry.getKey(), entry.getValue()))
			.iterator();
		new Batches<>(writes, BATCH)
			.forEachRemaining((batch) -> this.calls.run("putAll", null, () -> this.commands.setAll(batch)));
	}

	@Override
	public Stream<String> keys(String prefix) {
		return this.scan.keys(prefix);
	}

	@Override
	public long deleteByPrefix(String prefix) {
		return this.scan.deleteByPrefix(prefix);
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		byte[] life = (timeToLive != null) ? decimal(Math.max(1, timeToLive.toMillis())) : NOTHING;
		List<Object> answer = this.calls.call("increment", key,
				() -> this.commands.run(RedisScripts.INCREMENT, bytes(key), decimal(delta), life));
		return Long.parseLong(new String((byte[]) answer.get(0), StandardCharsets.US_ASCII));
	}

	@Override
	public BackendHealth health() {
		return this.diagnosis.health();
	}

	@Override
	public @Nullable String incarnation() {
		return this.diagnosis.incarnation();
	}

	@Override
	public Set<Capability> capabilities() {
		return this.capabilities;
	}

	@Override
	public Limits limits() {
		return new Limits(LARGEST_STRING, LARGEST_STRING - RecordFormat.HEADER_BYTES);
	}

	private <T> Map<String, T> readAll(String operation, Collection<String> keys,
			Function<List<byte[]>, List<byte @Nullable []>> read, Function<byte[], T> parse) {
		Map<String, T> found = new LinkedHashMap<>();
		new Batches<>(keys.iterator(), BATCH).forEachRemaining((batch) -> {
			List<byte @Nullable []> values = this.calls.call(operation, null,
					() -> read.apply(batch.stream().map(RedisBackend::bytes).toList()));
			for (int i = 0; i < batch.size(); i++) {
				byte[] value = values.get(i);
				if (value != null) {
					found.put(batch.get(i), parse.apply(value));
				}
			}
		});
		return found;
	}

	private Write write(String operation, String key, StoredRecord record) {
		this.calls.requireFits(operation, key, record, limits().maximumContentBytes());
		return new Write(bytes(key), RecordFormat.write(record), lifeOf(record.expiresAt()));
	}

	// Redis takes no life below a millisecond; zero stands for ever
	private long lifeOf(@Nullable Instant expiresAt) {
		if (expiresAt == null) {
			return 0;
		}
		long left = expiresAt.toEpochMilli() - this.clock.millis();
		return (left < LONGEST_LIFE) ? Math.max(1, left) : 0;
	}

	private static @Nullable StoredRecord current(List<Object> refusal) {
		if (refusal.size() > 1) {
			return RecordFormat.read((byte[]) refusal.get(1));
		}
		return (number(refusal) != 0) ? RecordFormat.read(RedisCommands.OTHER_TYPE) : null;
	}

	private static long number(List<Object> answer) {
		return (Long) answer.get(0);
	}

	private static byte[] bytes(String key) {
		return key.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] decimal(long number) {
		return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

}
