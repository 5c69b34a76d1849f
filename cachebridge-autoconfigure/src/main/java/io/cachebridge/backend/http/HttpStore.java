package io.cachebridge.backend.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.Deadline;
import io.cachebridge.spi.support.RecordFormat;

/**
 * The requests that records consist of.
 */
final class HttpStore implements AutoCloseable {

	static final String KEY = "{key}";

	/**
	 * Sixty-eight years. Servers may count seconds in 32 bits.
	 */
	private static final long LONGEST_LIFE = Integer.MAX_VALUE;

	private final CacheBridgeHttpProperties settings;

	private final UrlTemplate url;

	private final HttpLink link;

	private final HttpFailures failures;

	private final Clock clock;

	HttpStore(CacheBridgeHttpProperties settings, UrlTemplate url, HttpLink link, HttpFailures failures, Clock clock) {
		this.settings = settings;
		this.url = url;
		this.link = link;
		this.failures = failures;
		this.clock = clock;
	}

	HttpFailures failures() {
		return this.failures;
	}

	int maximumContentBytes() {
		return (int) this.settings.maximumValueSize().toBytes();
	}

	int maximumKeyBytes() {
		return this.settings.maximumKeyBytes();
	}

	Duration timeout() {
		return this.settings.timeout();
	}

	Deadline deadline() {
		return Deadline.in(timeout());
	}

	// The server might cut it off
	void requireFits(String operation, String key) {
		int length = key.getBytes(StandardCharsets.UTF_8).length;
		if (length > maximumKeyBytes()) {
			throw this.failures.rejected(operation, key,
					"is not asked for a key of %d bytes, which is longer than '%s.maximum-key-bytes' allows"
						.formatted(length, this.failures.path()));
		}
	}

	@Nullable StoredRecord get(String operation, String key, Deadline deadline) throws IOException, InterruptedException {
		requireFits(operation, key);
		HttpAnswer answer = this.link.ask(HttpCall.get(HttpMethod.valueOf(this.settings.getMethod()),
				this.url.with(KEY, key).uri(), RecordFormat.HEADER_BYTES + maximumContentBytes()), deadline);
		if (answer.isMissing() || answer.status() == HttpAnswer.NO_CONTENT) {
			return null;
		}
		if (!answer.isSuccess()) {
			throw this.failures.unwanted(operation, key, answer, "get-method");
		}
		return read(answer).withToken(answer.entityTag());
	}

	// Longer than anything written with these settings: of no use, and not to be kept
	private static StoredRecord read(HttpAnswer answer) {
		return answer.complete() ? RecordFormat.read(answer.body()) : StoredRecord.of(new byte[0], Version.NONE, null);
	}

	/**
	 * Returns what has a record written only over a certain one.
	 * @param seen the entity tag of that one, {@code null} for none
	 * @return headers
	 */
	static Map<String, String> condition(@Nullable String seen) {
		return (seen != null) ? Map.of("If-Match", seen) : Map.of("If-None-Match", "*");
	}

	/**
	 * Asks the server to write a record.
	 * @param operation the operation, for messages
	 * @param key the key
	 * @param stored the record
	 * @param condition headers that say when, empty for whatever is there
	 * @param deadline when to give up
	 * @return the answer, whatever it is
	 * @throws IOException if there is none
	 * @throws InterruptedException if the thread was interrupted
	 */
	HttpAnswer put(String operation, String key, StoredRecord stored, Map<String, String> condition, Deadline deadline)
			throws IOException, InterruptedException {
		requireFits(operation, key);
		Map<String, String> headers = new HashMap<>(condition);
		UrlTemplate address = this.url.with(KEY, key);
		long seconds = secondsToLive(stored.expiresAt());
		if (seconds > 0 && this.settings.timeToLiveHeader() != null) {
			headers.put(this.settings.timeToLiveHeader(), Long.toString(seconds));
		}
		if (seconds > 0 && this.settings.timeToLiveParameter() != null) {
			address = address.withParameter(this.settings.timeToLiveParameter(), Long.toString(seconds));
		}
		return this.link.ask(HttpCall.put(HttpMethod.valueOf(this.settings.putMethod()), address.uri(), headers,
				RecordFormat.write(stored)), deadline);
	}

	HttpAnswer delete(String operation, String key, Deadline deadline) throws IOException, InterruptedException {
		requireFits(operation, key);
		HttpAnswer answer = this.link.ask(
				HttpCall.delete(HttpMethod.valueOf(this.settings.deleteMethod()), this.url.with(KEY, key).uri()),
				deadline);
		if (!answer.isSuccess() && !answer.isMissing()) {
			throw this.failures.unwanted(operation, key, answer, "delete-method");
		}
		return answer;
	}

	HttpAnswer list(UrlTemplate address, Deadline deadline) throws IOException, InterruptedException {
		HttpAnswer answer = this.link.ask(HttpCall.get(HttpMethod.GET, address.uri(), maximumContentBytes()), deadline);
		if (answer.isMissing()) {
			throw this.failures.rejected("keys", null,
					"answers %d; check '%s.listing-url'".formatted(answer.status(), this.failures.path()));
		}
		if (!answer.isSuccess()) {
			throw this.failures.unwanted("keys", null, answer, "listing-url");
		}
		return answer;
	}

	// Rounded up, as a record may be kept longer and must not be dropped earlier
	private long secondsToLive(@Nullable Instant expiresAt) {
		if (expiresAt == null) {
			return 0;
		}
		long seconds = Duration.between(this.clock.instant(), expiresAt).plusMillis(999).toSeconds();
		return (seconds < LONGEST_LIFE) ? Math.max(seconds, this.settings.minimumTimeToLive().toSeconds()) : 0;
	}

	@Override
	public void close() {
		this.link.close();
	}

}
