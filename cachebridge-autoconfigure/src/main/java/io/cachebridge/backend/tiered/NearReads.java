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
	 * Chooses the way that never finds a copy older than an acknowledged write. Copies
	 * can be trusted where whoever writes to the far backend also sees the near one: both
	 * mean the same store on every host, or neither is seen by other processes.
	 * @param copies the near backend
	 * @param far the far backend
	 * @return the way
	 */
	static NearReads of(NearCopies copies, CacheBackend far) {
		Set<Capability> near = copies.backend().capabilities();
		boolean alike = isEverywhere(near) ? isEverywhere(far.capabilities())
				: !near.contains(Capability.SHARED) && !far.capabilities().contains(Capability.SHARED);
		return (alike && near.contains(Capability.CONDITIONAL_PUT)) ? new TrustedCopies(copies, far)
				: new ConfirmedCopies(copies, far);
	}

	private static boolean isEverywhere(Set<Capability> capabilities) {
		return capabilities.contains(Capability.SHARED) && capabilities.contains(Capability.REMOTE);
	}

	Map<String, StoredRecord> getAll(Collection<String> keys);

	/**
	 * Makes sure that copies are not served any more, after the far backend has been
	 * written to or may have been.
	 * @param keys the keys
	 */
	void forget(Collection<String> keys);

}
