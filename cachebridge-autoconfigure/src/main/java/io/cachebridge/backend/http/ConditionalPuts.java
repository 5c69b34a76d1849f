package io.cachebridge.backend.http;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;

/**
 * Writes records if the server holds what was seen, by entity tags.
 * <p>
 * A request whose answer was lost is not repeated: between the two, others may have
 * removed what the first one wrote, and the second would bring it back. Whether it took
 * place is read from the version that the server holds, which no other write has.
 */
final class ConditionalPuts {

	private static final String OPERATION = "putIf";

	private final HttpStore store;

	ConditionalPuts(HttpStore store) {
		this.store = store;
	}

	PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next, Deadline deadline)
			throws IOException, InterruptedException {
		StoredRecord held = seen;
		if (seen != null && !(seen.token() instanceof String)) {
			held = read(key, deadline);
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
		HttpAnswer answer;
		try {
			answer = this.store.putIf(OPERATION, key, tag, next, deadline);
		}
		catch (IOException ex) {
			return afterLostAnswer(key, next, deadline,
					this.store.failures().translate(this.store.failures().backend(), OPERATION, key, ex));
		}
		if (answer.isSuccess()) {
			return PutOutcome.applied(next.withToken(answer.entityTag()));
		}
		boolean refused = answer.status() == HttpAnswer.PRECONDITION_FAILED || (tag != null && answer.isMissing());
		if (refused) {
			// What stands between may have asked twice
			StoredRecord current = read(key, deadline);
			return StoredRecord.isSame(next, current) ? PutOutcome.applied(next.withToken(tokenOf(current)))
					: PutOutcome.refused(current);
		}
		CacheBackendException failure = this.store.failures().unwanted(OPERATION, key, answer, "put-method");
		if (answer.isUncertain()) {
			return afterLostAnswer(key, next, deadline, failure);
		}
		throw failure;
	}

	private PutOutcome afterLostAnswer(String key, StoredRecord next, Deadline deadline, CacheBackendException failure)
			throws InterruptedException {
		try {
			StoredRecord current = read(key, deadline);
			if (StoredRecord.isSame(next, current)) {
				return PutOutcome.applied(next.withToken(tokenOf(current)));
			}
		}
		catch (IOException | BackendUnavailableException ex) {
			failure.addSuppressed(ex);
		}
		throw failure;
	}

	private @Nullable StoredRecord read(String key, Deadline deadline) throws IOException, InterruptedException {
		return this.store.get(OPERATION, key, deadline);
	}

	private @Nullable String tag(String key, @Nullable StoredRecord held) {
		if (held == null) {
			return null;
		}
		if (held.token() instanceof String tag) {
			return tag;
		}
		throw this.store.failures()
			.rejected(OPERATION, key, "answers no strong entity tag; set '%s.compare-and-set' to 'disabled'"
				.formatted(this.store.failures().path()));
	}

	private static @Nullable Object tokenOf(@Nullable StoredRecord held) {
		return (held != null) ? held.token() : null;
	}

}
