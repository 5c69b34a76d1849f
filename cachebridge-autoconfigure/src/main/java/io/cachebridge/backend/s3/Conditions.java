package io.cachebridge.backend.s3;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.support.CompareAndSet;
import io.cachebridge.spi.support.CompareAndSetProbe;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Which conditions a store keeps. That of deletions is the younger one, and many stores
 * take it and delete anyway.
 *
 * @param writes whether those of writes
 * @param deletions whether those of deletions
 */
record Conditions(boolean writes, boolean deletions) {

	private static final Log logger = LogFactory.getLog(Conditions.class);

	private static final Conditions NONE = new Conditions(false, false);

	private static final Conditions ALL = new Conditions(true, true);

	/**
	 * Finds them out, if they are not known.
	 * @param backend the name of the backend
	 * @param path where its settings are, for messages
	 * @param bucket the bucket
	 * @param settings the settings
	 * @return the conditions, those of a store that could not be asked excluded
	 */
	static Conditions of(String backend, String path, Bucket bucket, CacheBridgeS3Properties settings) {
		if (settings.compareAndSet() == CompareAndSet.DISABLED) {
			return NONE;
		}
		if (bucket.isAmazons()) {
			return ALL;
		}
		if (settings.compareAndSet() == CompareAndSet.ENABLED) {
			return new Conditions(true, false);
		}
		StoreCalls calls = new StoreCalls(backend, bucket.failures()::translate);
		ProbedObject object = new ProbedObject(bucket, settings);
		return new CompareAndSetProbe(calls, path, object).succeeds()
				? new Conditions(true, keepsThoseOfDeletions(calls, object)) : NONE;
	}

	/**
	 * Returns what a backend over such a store can do.
	 * @return the capabilities
	 */
	Set<Capability> capabilities() {
		Set<Capability> always = Set.of(Capability.SHARED, Capability.REMOTE, Capability.DURABLE,
				Capability.ENUMERATION);
		if (!this.writes) {
			return always;
		}
		Set<Capability> all = EnumSet.of(Capability.CONDITIONAL_PUT, Capability.COUNTER);
		all.addAll(always);
		return Collections.unmodifiableSet(all);
	}

	private static boolean keepsThoseOfDeletions(StoreCalls calls, ProbedObject object) {
		try {
			boolean kept = calls.call("deleteAllIf", null, object::staysWithAnotherTag);
			calls.run("delete", null, object::delete);
			return kept;
		}
		catch (CacheBackendException ex) {
			logger.debug("Conditions of deletions are not used for backend '%s'".formatted(calls.backend()), ex);
			return false;
		}
	}

}
