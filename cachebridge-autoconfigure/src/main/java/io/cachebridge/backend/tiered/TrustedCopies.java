package io.cachebridge.backend.tiered;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.StoredRecord;

/**
 * Serves copies without asking the far backend. All who write remove the copy they see,
 * which all others see too; and a copy is only made over a reservation of the same reader
 * that is older than its read of what is copied, and that the removal would have taken
 * away. So a copy that is there after an acknowledged write was read after it.
 */
final class TrustedCopies implements NearReads {

	private final NearCopies copies;

	private final CacheBackend far;

	TrustedCopies(NearCopies copies, CacheBackend far) {
		this.copies = copies;
		this.far = far;
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		Map<String, StoredRecord> places = this.copies.orNull("answer a read", () -> this.copies.places(keys));
		if (places == null) {
			return this.far.getAll(keys);
		}
		Map<String, StoredRecord> found = new LinkedHashMap<>(this.copies.originals(places));
		List<String> missing = keys.stream().filter((key) -> !found.containsKey(key)).toList();
		if (!missing.isEmpty()) {
			found.putAll(readFar(missing, places));
		}
		return found;
	}

	private Map<String, StoredRecord> readFar(List<String> keys, Map<String, StoredRecord> places) {
		Map<String, StoredRecord> reservations = this.copies.orNull("take reservations",
				() -> this.copies.reserve(keys, places));
		Map<String, StoredRecord> read = this.far.getAll(keys);
		if (reservations != null) {
			this.copies.quietly("take copies", () -> this.copies.fill(reservations, read));
		}
		return read;
	}

	/**
	 * Fails if the near backend does: a write whose copy may live on is not acknowledged.
	 */
	@Override
	public void forget(Collection<String> keys) {
		this.copies.remove(keys);
	}

}
