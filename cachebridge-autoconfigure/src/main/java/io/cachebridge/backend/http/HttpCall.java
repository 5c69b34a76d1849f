package io.cachebridge.backend.http;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * What a server is asked.
 *
 * @param method the method
 * @param uri the address
 * @param headers headers of this request alone
 * @param body what to send, {@code null} for nothing
 * @param maximumAnswerBytes how much of an answer that tells success is read
 * @param repeatable whether it may be asked again when it may have been heard already
 */
record HttpCall(HttpMethod method, URI uri, Map<String, String> headers, byte @Nullable [] body, int maximumAnswerBytes,
		boolean repeatable) {

	private static final int SHORT_ANSWER = 8 * 1024;

	static HttpCall get(HttpMethod method, URI uri, int maximumAnswerBytes) {
		// What stands between may keep an old answer
		return new HttpCall(method, uri, Map.of("Cache-Control", "no-cache"), null, maximumAnswerBytes, true);
	}

	static HttpCall put(HttpMethod method, URI uri, Map<String, String> headers, byte[] body) {
		// The second of two may undo what others have done between them
		return new HttpCall(method, uri, headers, body, SHORT_ANSWER, false);
	}

	static HttpCall delete(HttpMethod method, URI uri) {
		return new HttpCall(method, uri, Map.of(), null, SHORT_ANSWER, true);
	}

	@Override
	public String toString() {
		return "HttpCall[" + this.method + "]";
	}

}
