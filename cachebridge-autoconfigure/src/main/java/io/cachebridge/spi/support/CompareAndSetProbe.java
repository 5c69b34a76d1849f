package io.cachebridge.spi.support;

import java.time.Instant;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Finds out whether a store keeps the conditions of writes, by writing where nobody else
 * does. Many take conditions and write anyway, always or only where there is nothing;
 * others have tags of time and size, which is why all that is written has one size and is
 * written as fast as possible.
 */
public final class CompareAndSetProbe {

	private static final Log logger = LogFactory.getLog(CompareAndSetProbe.class);

	private final StoreCalls calls;

	private final String path;

	private final Subject subject;

	private final long incarnation = UUID.randomUUID().getLeastSignificantBits() | 1;

	private long sequence;

	/**
	 * Creates a probe.
	 * @param calls tell failures
	 * @param path where the settings of the store are, for messages
	 * @param subject what to write to; it is left empty
	 */
	public CompareAndSetProbe(StoreCalls calls, String path, Subject subject) {
		this.calls = calls;
		this.path = path;
		this.subject = subject;
	}

	/**
	 * Tries it, and logs a warning unless it finds that conditions are kept.
	 * @return whether they are; {@code false} if that cannot be found out
	 */
	public boolean succeeds() {
		try {
			boolean kept = this.calls.call("putIf", null, this::keepsConditions);
			if (!kept) {
				logger.warn(("The store of backend '%s' does not keep the conditions of writes, so it is used without "
						+ "them. Setting '%s.compare-and-set' to 'disabled' accepts that")
					.formatted(this.calls.backend(), this.path));
			}
			return kept;
		}
		catch (CacheBackendException ex) {
			logger.warn(("It could not be found out whether the store of backend '%s' keeps the conditions of writes, "
					+ "so until the next start it is taken not to. Set '%s.compare-and-set' to 'enabled' or 'disabled'"
					+ ": %s")
				.formatted(this.calls.backend(), this.path, ex.getMessage()));
			return false;
		}
	}

	private boolean keepsConditions() throws Exception {
		try {
			return writesOnlyOverNothing() && writesOnlyOverWhatWasSeen() && doesNotWriteOverLess();
		}
		finally {
			tidyUp();
		}
	}

	private void tidyUp() {
		try {
			this.calls.run("delete", null, this.subject::delete);
		}
		catch (CacheBackendException ex) {
			logger.debug("What was tried may be left in the store", ex);
		}
	}

	private boolean writesOnlyOverNothing() throws Exception {
		return writes(null) && !writes(null);
	}

	private boolean writesOnlyOverWhatWasSeen() throws Exception {
		Object first = tag();
		if (first == null || !writes(first)) {
			return false;
		}
		long written = this.sequence;
		Object second = tag();
		return second != null && !second.equals(first) && !writes(first) && holds(written);
	}

	private boolean doesNotWriteOverLess() throws Exception {
		Object tag = tag();
		this.subject.delete();
		return tag != null && !writes(tag);
	}

	private boolean writes(@Nullable Object tag) throws Exception {
		Version version = new Version(this.incarnation, ++this.sequence);
		return this.subject.put(StoredRecord.reservation(version, Instant.EPOCH.plusSeconds(1)), tag);
	}

	private @Nullable Object tag() throws Exception {
		StoredRecord held = this.subject.get();
		return (held != null) ? held.token() : null;
	}

	private boolean holds(long expected) throws Exception {
		StoredRecord held = this.subject.get();
		return held != null && held.version().equals(new Version(this.incarnation, expected));
	}

	/**
	 * A place in the store that nobody else writes to, and nothing is at.
	 */
	public interface Subject {

		/**
		 * Reads the record.
		 * @return the record with its tag, if it has one; {@code null} if there is none
		 * @throws Exception if it could not be read
		 */
		@Nullable StoredRecord get() throws Exception;

		/**
		 * Writes a record under a condition.
		 * @param next the record
		 * @param tag the tag of the one that must be there, {@code null} for none
		 * @return whether it was written; {@code false} if it was refused
		 * @throws Exception if neither is certain
		 */
		boolean put(StoredRecord next, @Nullable Object tag) throws Exception;

		/**
		 * Removes the record.
		 * @throws Exception if it could not be removed
		 */
		void delete() throws Exception;

	}

}
