package io.cachebridge.core;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;

/**
 * Names of keys that have a value in a backend, page by page. A listing that would be
 * incomplete because the store fails is broken off with its failure.
 */
final class StoredKeyNames implements KeyNames {

	private static final String OPERATION = "keys";

	private static final int PAGE = 100;

	private final BackendCalls store;

	private final KeyLayout layout;

	private final StoredEntries stored;

	private final PendingWrites pending;

	StoredKeyNames(BackendCalls store, KeyLayout layout, StoredEntries stored, PendingWrites pending) {
		this.store = store;
		this.layout = layout;
		this.stored = stored;
		this.pending = pending;
	}

	@Override
	public Stream<String> startingWith(String prefix) {
		this.store.requireSupport(OPERATION, Capability.ENUMERATION);
		List<String> put = this.pending.all()
			.stream()
			.filter((write) -> write.put() != null && isServed(write.key()))
			.map(PendingWrite::target)
			.toList();
		Stream<String> places = this.store.require(OPERATION,
				(backend) -> backend.keys(this.layout.recordsStartingWith(prefix)));
		Stream<String> held = pages(places.iterator()).flatMap(this::live)
			.filter((name) -> this.pending.reading(EntryKey.named(name)) == null);
		return Stream.concat(put.stream(), held).filter((name) -> name.startsWith(prefix)).onClose(places::close);
	}

	private boolean isServed(EntryKey key) {
		Reading reading = this.pending.reading(key);
		return reading != null && reading.isHit();
	}

	private Stream<Set<String>> pages(Iterator<String> places) {
		Iterator<Set<String>> pages = new Iterator<>() {

			@Override
			public boolean hasNext() {
				return StoredKeyNames.this.store.require(OPERATION, (backend) -> places.hasNext());
			}

			@Override
			public Set<String> next() {
				return StoredKeyNames.this.store.require(OPERATION, (backend) -> page(places));
			}

		};
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, Spliterator.NONNULL), false);
	}

	// A backend may list a key twice, and takes none twice
	private static Set<String> page(Iterator<String> places) {
		Set<String> page = new LinkedHashSet<>();
		while (page.size() < PAGE && places.hasNext()) {
			page.add(places.next());
		}
		return page;
	}

	private Stream<String> live(Set<String> page) {
		Map<String, StoredRecord> records = this.store.require("getAll", (backend) -> backend.getAll(page));
		StoredEntries.Batch batch = this.stored.judged(records);
		if (batch == null) {
			throw this.store.unanswered(OPERATION);
		}
		return batch.live()
			.entrySet()
			.stream()
			.map((entry) -> name(entry.getKey(), entry.getValue()))
			.flatMap(Optional::stream);
	}

	// What does not lead back to its place is of another cache whose beginning is the
	// same
	private Optional<String> name(String place, Envelope envelope) {
		String name = this.layout.isDigest(place) ? envelope.keyName() : this.layout.name(place);
		return this.layout.record(EntryKey.named(name)).equals(place) ? Optional.of(name) : Optional.empty();
	}

}
