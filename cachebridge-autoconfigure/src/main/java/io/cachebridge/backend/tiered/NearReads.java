package io.cachebridge.backend.tiered;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;

/**
 * How records are read through a near backend.
 */
interface NearReads {

	/**
	 * Chooses the way that never finds a copy older than an acknowledged write.
	 * @param copies the near backend
	 * @param far the far backend
	 * @return the way
	 */
	static NearReads of(NearCopies copies, CacheBackend far) {
		Set<Capability> near = copies.backend().capabilities();
		boolean alike = near.contains(Capability.SHARED) || !far.capabilities().contains(Capability.SHARED);
		return (alike && near.contains(Capability.CONDITIONAL_PUT)) ? new TrustedCopies(copies, far)
				: new ConfirmedCopies(copies, far);
	}

	Map<String, StoredRecord> getAll(Collection<String> keys);

	/**
	 * Makes sure that a copy is not served any more, after the far backend has been
	 * written to or may have been.
	 * @param key the key
	 */
	void forget(String key);

}
