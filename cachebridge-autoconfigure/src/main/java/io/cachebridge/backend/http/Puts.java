package io.cachebridge.backend.http;

import java.io.IOException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Deadline;

/**
 * Writes records, also on condition, by entity tags.
 * <p>
 * A request whose answer was lost is not repeated: between the two, others may have
 * replaced or removed what the first one wrote, and the second would bring it back.
 * Whether it took place is read from the version that the server holds, which no other
 * write has.
 */
final class Puts {

	private static final String PUT_IF = "putIf";

	private static final String METHOD = "put-method";

	private final HttpStore store;

	Puts(HttpStore store) {
		this.store = store;
	}

	/**
	 * Tells whether a conditional put was refused for its condition.
	 * @param answer the answer
	 * @param tag the tag that was to be there, {@code null} for none
	 * @return {@code true} if it was
	 */
	static boolean isRefused(HttpAnswer answer, @Nullable String tag) {
		return answer.status() == HttpAnswer.PRECONDITION_FAILED || (tag != null && answer.isMissing());
	}

	/**
	 * Writes a record whatever is there.
	 * @param operation the operation, for messages
	 * @param key the key
	 * @param next the record
	 * @param deadline when to give up
	 * @throws InterruptedException if the thread was interrupted
	 */
	void put(String operation, String key, StoredRecord next, Deadline deadline) throws InterruptedException {
		HttpAnswer answer = send(operation, key, next, Map.of(), deadline);
		if (!answer.isSuccess()) {
			throw this.store.failures().unwanted(operation, key, answer, METHOD);
		}
	}

	/**
	 * Writes a record only if what was seen is still there.
	 * @param key the key
	 * @param seen what was seen, with or without its tag; {@code null} for nothing
	 * @param next the record
	 * @param deadline when to give up
	 * @return what became of it
	 * @throws IOException if the server could not be asked
	 * @throws InterruptedException if the thread was interrupted
	 */
	PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next, Deadline deadline)
			throws IOException, InterruptedException {
		StoredRecord held = seen;
		if (seen != null && !(seen.token() instanceof String)) {
			held = read(PUT_IF, key, deadline);
			if (!StoredRecord.isSame(seen, held)) {
				return PutOutcome.refused(held);
			}
		}
		while (true) {
			PutOutcome outcome = attempt(key, tag(key, held), next, deadline);
			if (outcome.applied() || !StoredRecord.isSame(seen, outcome.current())) {
				return outcome;
			}
			// Refused by a tag that has changed though the record has not
			held = outcome.current();
		}
	}

	private PutOutcome attempt(String key, @Nullable String tag, StoredRecord next, Deadline deadline)
			throws IOException, InterruptedException {
		HttpAnswer answer = send(PUT_IF, key, next, HttpStore.condition(tag), deadline);
		if (answer.isSuccess()) {
			return PutOutcome.applied(next.withToken(answer.entityTag()));
		}
		if (isRefused(answer, tag)) {
			// What stands between may have asked twice
			StoredRecord current = read(PUT_IF, key, deadline);
			return (current != null && StoredRecord.isSame(next, current))
					? PutOutcome.applied(next.withToken(current.token())) : PutOutcome.refused(current);
		}
		throw this.store.failures().unwanted(PUT_IF, key, answer, METHOD);
	}

	private HttpAnswer send(String operation, String key, StoredRecord next, Map<String, String> condition,
			Deadline deadline) throws InterruptedException {
		CacheBackendException failure;
		try {
			HttpAnswer answer = this.store.put(operation, key, next, condition, deadline);
			if (!answer.isUncertain()) {
				return answer;
			}
			failure = this.store.failures().unwanted(operation, key, answer, METHOD);
		}
		catch (IOException ex) {
			failure = this.store.failures().translate(this.store.failures().backend(), operation, key, ex);
		}
		return inPlaceOfLost(operation, key, next, deadline, failure);
	}

	private HttpAnswer inPlaceOfLost(String operation, String key, StoredRecord next, Deadline deadline,
			CacheBackendException failure) throws InterruptedException {
		try {
			StoredRecord current = read(operation, key, deadline);
			if (current != null && StoredRecord.isSame(next, current)) {
				return HttpAnswer.written((String) current.token());
			}
		}
		catch (IOException ex) {
			failure.addSuppressed(this.store.failures().translate(failure.backend(), operation, key, ex));
		}
		catch (BackendUnavailableException ex) {
			failure.addSuppressed(ex);
		}
		throw failure;
	}

	private @Nullable StoredRecord read(String operation, String key, Deadline deadline)
			throws IOException, InterruptedException {
		return this.store.get(operation, key, deadline);
	}

	private @Nullable String tag(String key, @Nullable StoredRecord held) {
		if (held == null) {
			return null;
		}
		if (held.token() instanceof String tag) {
			return tag;
		}
		throw this.store.failures()
			.rejected(PUT_IF, key, "answers no strong entity tag; set '%s.compare-and-set' to 'disabled'"
				.formatted(this.store.failures().path()));
	}

}
