package io.cachebridge.backend.tiered;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;

/**
 * Asks the far backend for the header of each record, and takes the content from a copy
 * of that version. For near backends that others write without this node seeing it, or
 * that cannot compare: copies save what contents cost, and may be as old as they like.
 */
final class ConfirmedCopies implements NearReads {

	private final NearCopies copies;

	private final CacheBackend far;

	ConfirmedCopies(NearCopies copies, CacheBackend far) {
		this.copies = copies;
		this.far = far;
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		Map<String, StoredRecord> places = this.copies.orNull("answer a read", () -> this.copies.places(keys));
		Map<String, StoredRecord> candidates = this.copies.originals(Objects.requireNonNullElse(places, Map.of()));
		Map<String, RecordHeader> headers = candidates.isEmpty() ? Map.of() : this.far.headers(candidates.keySet());
		Map<String, StoredRecord> found = new LinkedHashMap<>();
		List<String> unconfirmed = new ArrayList<>();
		for (String key : keys) {
			StoredRecord candidate = candidates.get(key);
			if (candidate != null && candidate.header().equals(headers.get(key))) {
				found.put(key, candidate);
			}
			else if (candidate == null || headers.get(key) != null) {
				unconfirmed.add(key);
			}
		}
		if (!unconfirmed.isEmpty()) {
			Map<String, StoredRecord> read = this.far.getAll(unconfirmed);
			if (places != null) {
				this.copies.quietly("take copies", () -> this.copies.put(read));
			}
			found.putAll(read);
		}
		return found;
	}

	/**
	 * Does not fail: a copy of another version is not served anyway.
	 */
	@Override
	public void forget(Collection<String> keys) {
		this.copies.quietly("remove copies", () -> this.copies.remove(keys));
	}

}
