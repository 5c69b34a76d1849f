package io.cachebridge.backend.http;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import io.cachebridge.spi.support.Deadline;

/**
 * Asks the server, again if that is safe and may help, and never longer than it is given.
 * Redirects are not followed, as they would take the credentials elsewhere.
 */
final class HttpLink implements AutoCloseable {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

	private static final int LONGEST_DOUBLING = 10;

	private static final long KEEP_ALIVE_SECONDS = 10;

	private final int retries;

	private final HttpClient connections;

	private final ExecutorService threads;

	private final TimedRequests requests;

	private final RestClient client;

	/**
	 * Creates a link.
	 * @param builder what the application has made of its clients
	 * @param settings the settings
	 * @param secure whether the server is spoken to by https
	 */
	HttpLink(RestClient.Builder builder, CacheBridgeHttpProperties settings, boolean secure) {
		this.retries = settings.retries();
		this.threads = threads();
		this.connections = HttpClient.newBuilder()
			.connectTimeout(settings.timeout())
			.followRedirects(HttpClient.Redirect.NEVER)
			// Over plain connections a change of protocol would have to be asked for
			.version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
			.executor(this.threads)
			.build();
		this.requests = new TimedRequests(this.connections, this.threads);
		this.client = builder.clone().requestFactory(this.requests).defaultHeaders((headers) -> {
			settings.headers().forEach(headers::set);
			String token = settings.token();
			if (token != null && !token.isBlank()) {
				headers.setBearerAuth(token);
			}
		}).build();
	}

	private static ExecutorService threads() {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("cachebridge-http-client-");
		factory.setDaemon(true);
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), factory);
	}

	/**
	 * Asks the server.
	 * @param call what to ask
	 * @param deadline when to give up
	 * @return the answer, of whatever status
	 * @throws IOException if there is none
	 * @throws InterruptedException if the thread was interrupted between two attempts
	 */
	HttpAnswer ask(HttpCall call, Deadline deadline) throws IOException, InterruptedException {
		for (int attempt = 0;; attempt++) {
			HttpAnswer answer = null;
			IOException failure = null;
			try {
				answer = this.requests.within(deadline, () -> exchange(call));
			}
			catch (IOException ex) {
				failure = ex;
			}
			Duration pause = pause(attempt, answer);
			boolean again = isWorthRepeating(call, answer, failure) && attempt < this.retries
					&& deadline.leavesMoreThan(pause);
			if (!again) {
				return result(answer, failure, attempt);
			}
			TimeUnit.NANOSECONDS.sleep(pause.toNanos());
		}
	}

	private static HttpAnswer result(@Nullable HttpAnswer answer, @Nullable IOException failure, int attempt)
			throws IOException {
		if (answer != null) {
			return (attempt > 0) ? answer.afterRepetition() : answer;
		}
		throw (failure != null) ? failure : new IOException("no answer");
	}

	// What must not be done twice is asked again if the server has certainly not done it.
	// Of a gateway no 5xx says so, also with Retry-After
	private static boolean isWorthRepeating(HttpCall call, @Nullable HttpAnswer answer, @Nullable IOException failure) {
		if (answer != null) {
			return call.repeatable() ? answer.isPassing() : answer.status() == HttpAnswer.TOO_MANY_REQUESTS;
		}
		return call.repeatable() || failure instanceof ConnectException;
	}

	private static Duration pause(int attempt, @Nullable HttpAnswer answer) {
		Duration longest = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, LONGEST_DOUBLING));
		Duration pause = Duration
			.ofNanos(ThreadLocalRandom.current().nextLong(longest.toNanos() / 2, longest.toNanos()));
		Duration wanted = (answer != null) ? answer.retryAfter() : null;
		return (wanted != null && wanted.compareTo(pause) > 0) ? wanted : pause;
	}

	private HttpAnswer exchange(HttpCall call) throws IOException {
		RestClient.RequestBodySpec request = this.client.method(call.method())
			.uri(call.uri())
			.headers((headers) -> call.headers().forEach(headers::set));
		byte[] body = call.body();
		if (body != null) {
			request.contentType(MediaType.APPLICATION_OCTET_STREAM).contentLength(body.length);
			request.body((stream) -> stream.write(body));
		}
		try {
			return request
				.exchangeForRequiredValue((sent, response) -> HttpAnswer.read(response, call.maximumAnswerBytes()));
		}
		catch (RestClientException ex) {
			// It tells the address, which has the key in it
			throw (ex.getCause() instanceof IOException cause) ? cause : new IOException(ex.getClass().getSimpleName());
		}
	}

	// The client has a thread of its own, which earlier than on Java 21 cannot be ended
	@Override
	public void close() {
		Method end = ReflectionUtils.findMethod(HttpClient.class, "shutdownNow");
		if (end != null) {
			ReflectionUtils.invokeMethod(end, this.connections);
		}
		this.threads.shutdown();
	}

}
