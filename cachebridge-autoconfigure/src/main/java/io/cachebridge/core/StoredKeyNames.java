package io.cachebridge.core;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.cachebridge.spi.Capability;

/**
 * Names of keys that have a value in a backend, page by page. A listing that would be
 * incomplete because the store fails is broken off with its failure.
 */
final class StoredKeyNames implements KeyNames {

	private static final String OPERATION = "keys";

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
		Stream<String> places = this.store.requireRead(OPERATION,
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
		Iterator<Set<String>> pages = new Pages(this.store, OPERATION, places);
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, Spliterator.NONNULL), false);
	}

	private Stream<String> live(Set<String> page) {
		return this.stored.liveAt(page)
			.entrySet()
			.stream()
			.map((entry) -> this.layout.nameOf(entry.getKey(), entry.getValue().keyName()))
			.filter(Objects::nonNull);
	}

}
