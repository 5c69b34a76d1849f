package io.cachebridge.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Reads values of one cache from a backend and judges them under the epochs they name.
 * <p>
 * An epoch that is read after the record it is compared with is always right: identities
 * are never used again, so if they agree then, they agreed all the time. One that this
 * node remembers from before may be old, which is why a record that disagrees with it is
 * not judged before the epoch was read again.
 */
final class RemoteReads {

	private final BackendCalls store;

	private final KeyLayout layout;

	private final RecordReader reader;

	private final Epochs epochs;

	RemoteReads(BackendCalls store, KeyLayout layout, RecordReader reader, Epochs epochs) {
		this.store = store;
		this.layout = layout;
		this.reader = reader;
		this.epochs = epochs;
	}

	/**
	 * Looks for a value.
	 * @param key the key
	 * @param ticket a ticket taken before
	 * @return what was found: a hit, a miss, unreadable, damaged or unavailable
	 */
	Reading read(EntryKey key, long ticket) {
		Version known = this.epochs.known(Epochs.CACHE);
		if (known == null) {
			return readWithEpochs(key, ticket);
		}
		String place = this.layout.record(key);
		Map<String, StoredRecord> found = getAll(List.of(place));
		if (found == null) {
			return Reading.UNAVAILABLE;
		}
		return judge(key, found.get(place), Map.of(Epochs.CACHE, known));
	}

	/**
	 * Looks for a value under the epochs that the store holds now, for those who must not
	 * be told of a value that another node has removed.
	 * @param key the key
	 * @param ticket a ticket taken before
	 * @return what was found
	 */
	Reading readWithEpochs(EntryKey key, long ticket) {
		String place = this.layout.record(key);
		String epochPlace = this.epochs.place(Epochs.CACHE);
		Map<String, StoredRecord> found = getAll(List.of(place, epochPlace));
		if (found == null) {
			return Reading.UNAVAILABLE;
		}
		Version epoch = this.epochs.fetched(Epochs.CACHE, found.get(epochPlace), ticket);
		Map<String, Version> current = (epoch != null) ? Map.of(Epochs.CACHE, epoch) : Map.of();
		RecordReader.Held held = this.reader.open(key, found.get(place));
		// The records of one batch are not of one moment
		boolean doubtful = held.epochNames().size() > 1 || held.isForeignTo(current);
		return doubtful ? settled(key, held) : this.reader.judge(key, held, current);
	}

	/**
	 * Judges a record that was read a moment ago.
	 * @param key the key
	 * @param stored the record, {@code null} for nothing
	 * @param known some of the epochs, as far as this node knows
	 * @return what it means
	 */
	Reading judge(EntryKey key, @Nullable StoredRecord stored, Map<String, Version> known) {
		RecordReader.Held held = this.reader.open(key, stored);
		Map<String, Version> current = (held.epochNames().size() > 1) ? knownOf(held.epochNames(), known) : known;
		return held.isForeignTo(current) ? settled(key, held) : this.reader.judge(key, held, current);
	}

	private Map<String, Version> knownOf(Set<String> names, Map<String, Version> known) {
		Map<String, Version> current = new HashMap<>(known);
		for (String name : names) {
			Version epoch = this.epochs.known(name);
			if (epoch != null) {
				current.putIfAbsent(name, epoch);
			}
		}
		return current;
	}

	private Reading settled(EntryKey key, RecordReader.Held held) {
		Set<String> names = new HashSet<>(held.epochNames());
		names.add(Epochs.CACHE);
		Map<String, Version> fetched = this.epochs.fetch(names);
		return (fetched != null) ? this.reader.judge(key, held, fetched) : Reading.UNAVAILABLE;
	}

	/**
	 * Asks whether a value that was read before is still what the store holds, without
	 * its content.
	 * @param key the key
	 * @param origin where the value came from
	 * @return whether it still counts, or {@code null} if the store does not answer
	 */
	@Nullable Boolean isCurrent(EntryKey key, Origin origin) {
		String place = this.layout.record(key);
		List<String> places = new ArrayList<>();
		places.add(place);
		origin.epochs().keySet().forEach((name) -> places.add(this.epochs.place(name)));
		Map<String, RecordHeader> held = this.store.read("headers", (backend) -> backend.headers(places));
		if (held == null) {
			return null;
		}
		boolean same = isHeld(held.get(place), origin.version());
		for (Map.Entry<String, Version> epoch : origin.epochs().entrySet()) {
			same &= isHeld(held.get(this.epochs.place(epoch.getKey())), epoch.getValue());
		}
		return same;
	}

	private static boolean isHeld(@Nullable RecordHeader header, @Nullable Version version) {
		return header != null && Objects.equals(header.version(), version);
	}

	private @Nullable Map<String, StoredRecord> getAll(List<String> places) {
		return this.store.read("getAll", (backend) -> backend.getAll(places));
	}

}
