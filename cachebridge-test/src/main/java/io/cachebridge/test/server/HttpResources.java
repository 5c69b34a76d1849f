package io.cachebridge.test.server;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.cachebridge.test.server.HttpCacheServer.Answer;

/**
 * Bodies by path, with entity tags that no two writes share.
 */
final class HttpResources {

	private static final int CREATED = 201;

	private static final int NO_CONTENT = 204;

	private static final int NOT_FOUND = 404;

	private static final int PRECONDITION_FAILED = 412;

	private final Clock clock;

	private final String life = UUID.randomUUID().toString();

	private final TreeMap<String, Resource> resources = new TreeMap<>();

	private long writes;

	HttpResources(Clock clock) {
		this.clock = clock;
	}

	synchronized Answer get(String path) {
		Resource held = living(path);
		return (held != null) ? new Answer(200, held.entityTag(), held.body()) : new Answer(NOT_FOUND, null, null);
	}

	synchronized Answer put(String path, byte[] body, @Nullable Long secondsToLive, @Nullable String match,
			@Nullable String noneMatch) {
		Resource held = living(path);
		boolean matches = match == null || (held != null && match.equals(held.entityTag()));
		if (!matches || (noneMatch != null && held != null)) {
			return new Answer(PRECONDITION_FAILED, null, null);
		}
		String entityTag = "\"%s-%d\"".formatted(this.life, ++this.writes);
		Instant end = (secondsToLive != null) ? this.clock.instant().plusSeconds(secondsToLive) : null;
		this.resources.put(path, new Resource(body, entityTag, end));
		return new Answer((held != null) ? NO_CONTENT : CREATED, entityTag, null);
	}

	synchronized Answer delete(String path) {
		boolean there = living(path) != null;
		this.resources.remove(path);
		return new Answer(there ? NO_CONTENT : NOT_FOUND, null, null);
	}

	synchronized List<String> list(String prefix, String after, int limit) {
		List<String> paths = new ArrayList<>();
		String from = (after.compareTo(prefix) < 0) ? prefix : after;
		for (String path : this.resources.tailMap(from, !from.equals(after)).keySet()) {
			if (!path.startsWith(prefix) || paths.size() == limit) {
				break;
			}
			paths.add(path);
		}
		return paths;
	}

	private @Nullable Resource living(String path) {
		Resource held = this.resources.get(path);
		boolean expired = held != null && held.end() != null && !this.clock.instant().isBefore(held.end());
		return expired ? null : held;
	}

	/**
	 * What is under a path.
	 *
	 * @param body the bytes
	 * @param entityTag tells this write from every other
	 * @param end when it is gone, {@code null} for never
	 */
	private record Resource(byte[] body, String entityTag, @Nullable Instant end) {
	}

}
