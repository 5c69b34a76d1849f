package io.cachebridge.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Copies the values of a cache out of its store and into one, a line of JSON each. A line
 * holds the name of the key, the value as its codec has written it, its tags, and when it
 * was made and ends. Nothing is decoded, decompressed or decrypted, and no more than a
 * page of values is held at a time. What was encrypted can be read only in a cache of the
 * same name that has the same keys.
 */
public final class CacheDump {

	private final BackendCalls store;

	private final KeyLayout layout;

	private final ValueFormat format;

	private final StoredEntries stored;

	private final PendingWrites pending;

	private final Epochs epochs;

	private final VersionSource versions;

	private final Clock clock;

	private final Set<String> codecs;

	CacheDump(BackendCalls store, KeyLayout layout, ValueFormat format, StoredEntries stored, PendingWrites pending,
			Epochs epochs, VersionSource versions, Clock clock, Set<String> codecs) {
		this.store = store;
		this.layout = layout;
		this.format = format;
		this.stored = stored;
		this.pending = pending;
		this.epochs = epochs;
		this.versions = versions;
		this.clock = clock;
		this.codecs = codecs;
	}

	/**
	 * Writes all values that could be served now. One that is stored during the whole
	 * call is written, one that comes or goes meanwhile may be or not, one whose latest
	 * put or removal the store has not acknowledged is not. A store may list a key twice,
	 * and its value is then written twice, of which {@link #readFrom} stores one.
	 * @param target where to, flushed and not closed
	 * @return how many values were written
	 * @throws IOException if the target fails
	 * @throws UnsupportedOperationException if the backend cannot list its keys
	 * @throws io.cachebridge.spi.CacheBackendException if the store fails, whether
	 * callers are to notice failures or not: a part would look like all
	 */
	public long writeTo(Writer target) throws IOException {
		this.store.requireSupport("dump", Capability.ENUMERATION);
		long written = 0;
		try (Stream<String> places = this.store.requireRead("keys", (backend) -> backend.keys(this.layout.records()))) {
			Iterator<Set<String>> pages = new Pages(this.store, "keys", places.iterator());
			while (pages.hasNext()) {
				for (Map.Entry<String, Envelope> live : this.stored.liveAt(pages.next()).entrySet()) {
					String name = this.layout.nameOf(live.getKey(), live.getValue().keyName());
					if (name != null && isRead(EntryKey.named(name), live.getValue())) {
						target.append(DumpLine.of(name, live.getValue()).toJson()).append('\n');
						written++;
					}
				}
			}
		}
		target.flush();
		return written;
	}

	private boolean isRead(EntryKey key, Envelope envelope) {
		return this.pending.reading(key) == null && this.format.isServed(envelope);
	}

	/**
	 * Stores the values of a dump under the keys that have none. What has ended since it
	 * was dumped is left out; what there is already is newer and stays, also if it is of
	 * a format that only later versions read. What is not encrypted becomes so if the
	 * values of this cache are.
	 * @param source where from, read to its end and not closed
	 * @return how many values were stored
	 * @throws IOException if the source fails
	 * @throws IllegalArgumentException if a line is not one of a dump, or names what no
	 * record has room for; those before it have been stored
	 * @throws io.cachebridge.spi.CacheBackendException if the store fails, whether
	 * callers are to notice failures or not
	 */
	public long readFrom(Reader source) throws IOException {
		BufferedReader lines = new BufferedReader(source);
		long stored = 0;
		long number = 0;
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			number++;
			if (!line.isBlank() && restore(DumpLine.fromJson(line, number, this.codecs), number)) {
				stored++;
			}
		}
		return stored;
	}

	private boolean restore(DumpLine line, long number) {
		Instant now = this.clock.instant();
		if (line.freshUntil() != null && !line.freshUntil().isAfter(now)) {
			return false;
		}
		Set<String> names = new LinkedHashSet<>(Set.of(Epochs.CACHE));
		names.addAll(line.tags());
		Map<String, Version> current = this.epochs.forWrite(names);
		if (current == null) {
			throw this.store.unanswered("restore");
		}
		EntryKey key = EntryKey.named(line.key());
		String place = this.layout.record(key);
		StoredRecord next = record(line, number, this.layout.isDigested(key) ? line.key() : "", current);
		return this.store.require("restore", (backend) -> putUnlessLive(backend, place, next));
	}

	private StoredRecord record(DumpLine line, long number, String keyName, Map<String, Version> epochs) {
		try {
			return line.protectedBy(this.format).toRecord(keyName, new LinkedHashMap<>(epochs), this.versions.next());
		}
		catch (UnstorableException ex) {
			throw new IllegalArgumentException("Line %d cannot be stored: %s".formatted(number, ex.getMessage()), ex);
		}
		catch (RuntimeException ex) {
			throw DumpLine.refused(number, ex);
		}
	}

	private boolean putUnlessLive(CacheBackend backend, String place, StoredRecord next) {
		StoredRecord held = backend.get(place);
		if (held != null && isInUse(place, held)) {
			return false;
		}
		if (this.store.supports(Capability.CONDITIONAL_PUT)) {
			return backend.putIf(place, held, next).applied();
		}
		backend.put(place, next);
		return true;
	}

	// A reservation is of a load that is to be stored
	private boolean isInUse(String place, StoredRecord held) {
		if (held.isReservation()) {
			Instant end = held.expiresAt();
			return end == null || end.isAfter(this.clock.instant());
		}
		return this.stored.isOfLaterVersion(held)
				|| this.stored.live(Map.of(place, held)).values().stream().anyMatch(this.format::isServed);
	}

}
