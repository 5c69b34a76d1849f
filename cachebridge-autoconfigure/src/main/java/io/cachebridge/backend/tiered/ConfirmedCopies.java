package io.cachebridge.backend.tiered;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;

/**
 * Asks the far backend for the header of each record, and takes the content from a copy
 * of that version. For near backends that others write without this node seeing it, or
 * that cannot compare: copies save what contents cost, and may be as old as they like.
 */
final class ConfirmedCopies implements NearReads {

	private static final Log logger = LogFactory.getLog(ConfirmedCopies.class);

	private final NearCopies copies;

	private final CacheBackend far;

	ConfirmedCopies(NearCopies copies, CacheBackend far) {
		this.copies = copies;
		this.far = far;
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		Map<String, StoredRecord> places = places(keys);
		Map<String, StoredRecord> candidates = new LinkedHashMap<>();
		places.forEach((key, place) -> {
			StoredRecord original = this.copies.original(place);
			if (original != null) {
				candidates.put(key, original);
			}
		});
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
			read.forEach(this::copy);
			found.putAll(read);
		}
		return found;
	}

	private Map<String, StoredRecord> places(Collection<String> keys) {
		try {
			return this.copies.places(keys);
		}
		catch (CacheBackendException ex) {
			logger.debug("Read without the near backend", ex);
			return Map.of();
		}
	}

	private void copy(String key, @Nullable StoredRecord original) {
		try {
			if (original != null) {
				this.copies.put(key, original);
			}
		}
		catch (CacheBackendException ex) {
			logger.debug("No copy was made in the near backend", ex);
		}
	}

	/**
	 * Does not fail: a copy of another version is not served anyway.
	 */
	@Override
	public void forget(String key) {
		try {
			this.copies.remove(key);
		}
		catch (CacheBackendException ex) {
			logger.debug("A copy in the near backend was not removed", ex);
		}
	}

}
