package io.cachebridge.backend.tiered;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.StoredRecord;

/**
 * Serves copies without asking the far backend. All who write remove the copy they see,
 * which all others see too; and a copy is only made over a reservation that is older than
 * the read of what is copied, which the removal would have taken away. So a copy that is
 * there after an acknowledged write was read after it.
 */
final class TrustedCopies implements NearReads {

	private static final Log logger = LogFactory.getLog(TrustedCopies.class);

	private final NearCopies copies;

	private final CacheBackend far;

	TrustedCopies(NearCopies copies, CacheBackend far) {
		this.copies = copies;
		this.far = far;
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		Map<String, StoredRecord> places;
		try {
			places = this.copies.places(keys);
		}
		catch (CacheBackendException ex) {
			logger.debug("Read without the near backend", ex);
			return this.far.getAll(keys);
		}
		Map<String, StoredRecord> found = new LinkedHashMap<>();
		places.forEach((key, place) -> {
			StoredRecord original = this.copies.original(place);
			if (original != null) {
				found.put(key, original);
			}
		});
		List<String> missing = keys.stream().filter((key) -> !found.containsKey(key)).toList();
		if (!missing.isEmpty()) {
			found.putAll(readFar(missing, places));
		}
		return found;
	}

	private Map<String, StoredRecord> readFar(List<String> keys, Map<String, StoredRecord> places) {
		Map<String, StoredRecord> reservations = reserve(keys, places);
		Map<String, StoredRecord> read = this.far.getAll(keys);
		read.forEach((key, original) -> {
			StoredRecord reservation = reservations.get(key);
			if (reservation != null) {
				fill(key, reservation, original);
			}
		});
		return read;
	}

	private Map<String, StoredRecord> reserve(List<String> keys, Map<String, StoredRecord> places) {
		try {
			return this.copies.reserve(keys, places);
		}
		catch (CacheBackendException ex) {
			logger.debug("No copies are made in the near backend", ex);
			return Map.of();
		}
	}

	private void fill(String key, StoredRecord reservation, StoredRecord original) {
		try {
			this.copies.fill(key, reservation, original);
		}
		catch (CacheBackendException ex) {
			logger.debug("No copy was made in the near backend", ex);
		}
	}

	/**
	 * Fails if the near backend does: a write whose copy may live on is not acknowledged.
	 */
	@Override
	public void forget(String key) {
		this.copies.remove(key);
	}

}
