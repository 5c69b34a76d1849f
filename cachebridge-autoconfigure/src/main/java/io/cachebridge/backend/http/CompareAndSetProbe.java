package io.cachebridge.backend.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Finds out whether a server compares entity tags before it writes, by writing under a
 * key that nobody else has. Tags that are made of time and size are found out too: what
 * it writes is of the same size, within the same second as a rule.
 */
final class CompareAndSetProbe {

	private static final Log logger = LogFactory.getLog(CompareAndSetProbe.class);

	private static final Duration LIFE = Duration.ofMinutes(5);

	private final HttpStore store;

	private final StoreCalls calls;

	private final String key = "cachebridge:probe:" + UUID.randomUUID();

	private final long incarnation = UUID.randomUUID().getLeastSignificantBits() | 1;

	private long sequence;

	CompareAndSetProbe(HttpStore store, StoreCalls calls) {
		this.store = store;
		this.calls = calls;
	}

	/**
	 * Tries it.
	 * @return whether the server does; {@code false} if that could not be found out
	 */
	boolean succeeds() {
		String path = this.store.failures().path();
		try {
			boolean compares = this.calls.call("putIf", null, this::compares);
			if (!compares) {
				logger.info("The server of backend '%s' does not compare entity tags, so it is used without"
					.formatted(this.calls.backend()));
			}
			return compares;
		}
		catch (CacheBackendException ex) {
			logger.warn("Whether the server compares entity tags could not be found out, so it is taken not to. "
					+ "Set '%s.compare-and-set' to 'enabled' or 'disabled'. %s".formatted(path, ex.getMessage()));
			return false;
		}
	}

	private boolean compares() throws IOException, InterruptedException {
		try {
			return writesOnlyOverNothing() && writesOnlyOverWhatWasSeen() && doesNotWriteOverLess();
		}
		finally {
			tidyUp();
		}
	}

	private void tidyUp() throws InterruptedException {
		try {
			this.store.delete("delete", this.key, this.store.deadline());
		}
		catch (IOException | CacheBackendException ex) {
			logger.debug("A record of the probe may be left on the server", ex);
		}
	}

	private boolean writesOnlyOverNothing() throws IOException, InterruptedException {
		return accepts(null) && refuses(null);
	}

	private boolean writesOnlyOverWhatWasSeen() throws IOException, InterruptedException {
		String first = tag();
		if (first == null || !accepts(first)) {
			return false;
		}
		long accepted = this.sequence;
		String second = tag();
		return second != null && !second.equals(first) && refuses(first) && holds(accepted);
	}

	private boolean doesNotWriteOverLess() throws IOException, InterruptedException {
		String tag = tag();
		this.store.delete("delete", this.key, this.store.deadline());
		return tag != null && refuses(tag);
	}

	private boolean accepts(@Nullable String tag) throws IOException, InterruptedException {
		return put(tag).isSuccess();
	}

	private boolean refuses(@Nullable String tag) throws IOException, InterruptedException {
		HttpAnswer answer = put(tag);
		return answer.status() == HttpAnswer.PRECONDITION_FAILED || (tag != null && answer.isMissing());
	}

	private HttpAnswer put(@Nullable String tag) throws IOException, InterruptedException {
		StoredRecord next = StoredRecord.reservation(new Version(this.incarnation, ++this.sequence),
				Clock.systemUTC().instant().plus(LIFE));
		HttpAnswer answer = this.store.putIf("putIf", this.key, tag, next, this.store.deadline());
		boolean clear = answer.isSuccess() || answer.status() == HttpAnswer.PRECONDITION_FAILED
				|| (tag != null && answer.isMissing());
		if (!clear) {
			throw this.store.failures().unwanted("putIf", null, answer, "put-method");
		}
		return answer;
	}

	private @Nullable String tag() throws IOException, InterruptedException {
		StoredRecord held = this.store.get("putIf", this.key, this.store.deadline());
		return (held != null && held.token() instanceof String tag) ? tag : null;
	}

	private boolean holds(long expected) throws IOException, InterruptedException {
		StoredRecord held = this.store.get("putIf", this.key, this.store.deadline());
		return held != null && held.version().equals(new Version(this.incarnation, expected));
	}

}
