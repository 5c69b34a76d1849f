package io.cachebridge.backend.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;

/**
 * What a server answered.
 *
 * @param status the status
 * @param entityTag the entity tag, {@code null} if there is none that tells every change
 * @param body the body, or the beginning of one that is too long
 * @param complete whether that is the whole body
 * @param retryAfter when the server wants to be asked again, {@code null} if it does not
 * say so
 * @param repeated whether the request was made more than once
 */
record HttpAnswer(int status, @Nullable String entityTag, byte[] body, boolean complete, @Nullable Duration retryAfter,
		boolean repeated) {

	static final int NO_CONTENT = 204;

	static final int NOT_FOUND = 404;

	static final int GONE = 410;

	static final int PRECONDITION_FAILED = 412;

	static final int TOO_MANY_REQUESTS = 429;

	static final int SERVER_ERROR = 500;

	static final int NOT_IMPLEMENTED = 501;

	static final int VERSION_NOT_SUPPORTED = 505;

	/**
	 * Reads an answer, and no more of it than was asked for: what is left of a longer one
	 * is thrown away with its connection.
	 * @param response the response
	 * @param maximumBytes how much of the body is read
	 * @return the answer
	 * @throws IOException if it breaks off or does not come in time
	 */
	static HttpAnswer read(ClientHttpResponse response, int maximumBytes) throws IOException {
		try (InputStream stream = response.getBody()) {
			byte[] body = stream.readNBytes(maximumBytes + 1);
			HttpHeaders headers = response.getHeaders();
			return new HttpAnswer(response.getStatusCode().value(), strong(headers.getFirst(HttpHeaders.ETAG)), body,
					body.length <= maximumBytes, wait(headers.getFirst(HttpHeaders.RETRY_AFTER)), false);
		}
	}

	/**
	 * Returns the answer to a put whose own was lost, though it took place.
	 * @param entityTag the entity tag that the server has told since
	 * @return the answer
	 */
	static HttpAnswer written(@Nullable String entityTag) {
		return new HttpAnswer(NO_CONTENT, entityTag, new byte[0], true, null, false);
	}

	boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

	boolean isMissing() {
		return this.status == NOT_FOUND || this.status == GONE;
	}

	// The server was not able to do what it was asked, or did it and could not say so
	boolean isUncertain() {
		return this.status >= SERVER_ERROR && this.status != NOT_IMPLEMENTED && this.status != VERSION_NOT_SUPPORTED;
	}

	boolean isPassing() {
		return this.status == TOO_MANY_REQUESTS || isUncertain();
	}

	HttpAnswer afterRepetition() {
		return new HttpAnswer(this.status, this.entityTag, this.body, this.complete, this.retryAfter, true);
	}

	private static @Nullable String strong(@Nullable String entityTag) {
		return (entityTag != null && entityTag.startsWith("\"")) ? entityTag : null;
	}

	private static @Nullable Duration wait(@Nullable String retryAfter) {
		if (retryAfter == null) {
			return null;
		}
		try {
			return retryAfter.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(retryAfter)) : Duration.between(
					Clock.systemUTC().instant(), ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME));
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
