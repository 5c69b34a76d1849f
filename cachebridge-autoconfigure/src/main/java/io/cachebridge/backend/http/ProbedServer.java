package io.cachebridge.backend.http;

import java.io.IOException;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.CompareAndSetProbe;

/**
 * A key of its own on a server, to find out how it takes entity tags.
 *
 * @param store the requests
 * @param key the key
 */
record ProbedServer(HttpStore store, String key) implements CompareAndSetProbe.Subject {

	private static final String OPERATION = "putIf";

	ProbedServer(HttpStore store) {
		this(store, "cachebridge:probe:" + UUID.randomUUID());
	}

	@Override
	public @Nullable StoredRecord get() throws IOException, InterruptedException {
		return this.store.get(OPERATION, this.key, this.store.deadline());
	}

	@Override
	public boolean put(StoredRecord next, @Nullable Object tag) throws IOException, InterruptedException {
		HttpAnswer answer = this.store.put(OPERATION, this.key, next, HttpStore.condition((String) tag),
				this.store.deadline());
		if (!answer.isSuccess() && !Puts.isRefused(answer, (String) tag)) {
			throw this.store.failures().unwanted(OPERATION, null, answer, "put-method");
		}
		return answer.isSuccess();
	}

	@Override
	public void delete() throws IOException, InterruptedException {
		this.store.delete("delete", this.key, this.store.deadline());
	}

}
