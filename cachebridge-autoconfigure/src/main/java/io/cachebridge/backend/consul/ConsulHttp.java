package io.cachebridge.backend.consul;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Calls the HTTP interface of an agent. A call ends in time, whatever part of it hangs,
 * and is never repeated if it writes.
 */
final class ConsulHttp {

	private static final String INDEX = "X-Consul-Index";

	private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

	private final HttpClient client;

	private final String url;

	private final @Nullable String token;

	private final String datacenter;

	private final Duration timeout;

	ConsulHttp(HttpClient client, ConsulConnectionDetails connection, Duration timeout) {
		this.client = client;
		this.url = StringUtils.trimTrailingCharacter(
				checkHost(connection.getUrl(), "The host of the ConsulConnectionDetails").toString(), '/');
		String token = connection.getToken();
		this.token = (token != null) ? checkToken(token, "The token of the ConsulConnectionDetails") : null;
		String datacenter = connection.getDatacenter();
		this.datacenter = (datacenter != null) ? "&dc=" + URLEncoder.encode(datacenter, StandardCharsets.UTF_8) : "";
		this.timeout = timeout;
	}

	/**
	 * Refuses an address that the client cannot call, as each of its calls would fail.
	 * @param url the address
	 * @param origin where its host is from, for the message
	 * @return the address
	 */
	static URI checkHost(URI url, String origin) {
		if (url.getHost() == null) {
			String authority = String.valueOf(url.getAuthority());
			// What stands before the host may be a password
			String host = authority.substring(authority.lastIndexOf('@') + 1).replaceFirst(":\\d*$", "");
			throw new IllegalArgumentException(
					"%s must be a name that a host can have: letters, digits, '-' and '.', but was '%s'"
						.formatted(origin, host));
		}
		return url;
	}

	/**
	 * Refuses a token that cannot be in a header, without showing it as the client would.
	 * @param token the token
	 * @param origin where it is from, for the message
	 * @return the token
	 */
	static String checkToken(String token, String origin) {
		if (!VISIBLE.matcher(token).matches()) {
			throw new IllegalArgumentException(
					"%s must be visible ASCII characters; the value is not shown".formatted(origin));
		}
		return token;
	}

	Duration timeout() {
		return this.timeout;
	}

	/**
	 * Returns where the agent is.
	 * @return the address, without anything secret
	 */
	String address() {
		URI address = URI.create(this.url);
		return address.getHost() + ((address.getPort() != -1) ? ":" + address.getPort() : "");
	}

	ConsulReply get(String path, String query) throws IOException, InterruptedException {
		return send(request(path, query).GET(), this.timeout);
	}

	/**
	 * Reads with an answer that Consul may keep back for a while.
	 * @param path the path
	 * @param query the query, with how long Consul may wait
	 * @param wait the same
	 * @return the answer
	 * @throws IOException if there is none in time
	 * @throws InterruptedException if the thread is interrupted
	 */
	ConsulReply await(String path, String query, Duration wait) throws IOException, InterruptedException {
		return send(request(path, query).GET(), this.timeout.plus(wait));
	}

	ConsulReply put(String path, String query, byte[] body) throws IOException, InterruptedException {
		return send(request(path, query).PUT(BodyPublishers.ofByteArray(body)), this.timeout);
	}

	private HttpRequest.Builder request(String path, String query) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create(this.url + path + "?" + query + this.datacenter));
		if (this.token != null) {
			request.header("X-Consul-Token", this.token);
		}
		return request;
	}

	private ConsulReply send(HttpRequest.Builder request, Duration patience) throws IOException, InterruptedException {
		// A timeout of the request itself would not hold for the body of the answer
		CompletableFuture<HttpResponse<byte[]>> call = this.client.sendAsync(request.build(),
				BodyHandlers.ofByteArray());
		try {
			return accepted(call.get(patience.toNanos(), TimeUnit.NANOSECONDS));
		}
		catch (TimeoutException ex) {
			throw new HttpTimeoutException("no answer within " + patience);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? cause : new IOException(ex.getCause());
		}
		finally {
			call.cancel(true);
		}
	}

	private static ConsulReply accepted(HttpResponse<byte[]> response) throws ConsulRefusal {
		int status = response.statusCode();
		boolean absent = status == ConsulReply.NOT_FOUND && response.headers().firstValue(INDEX).isPresent();
		if (status != ConsulReply.OK && status != ConsulReply.CONFLICT && !absent) {
			throw ConsulRefusal.of(status, response.body());
		}
		return new ConsulReply(status, response.headers().firstValueAsLong(INDEX).orElse(0), response.body());
	}

}
