package io.cachebridge.backend.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.KeyEscape;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Lists keys as the server tells them, in pages if the address says how, else all at
 * once. What is not a key of ours, or has another prefix, is left out.
 */
final class KeyListing {

	static final String PREFIX = "{prefix}";

	private static final String AFTER = "{after}";

	private final UrlTemplate url;

	private final HttpStore store;

	private final StoreCalls calls;

	KeyListing(UrlTemplate url, HttpStore store, StoreCalls calls) {
		this.url = url;
		this.store = store;
		this.calls = calls;
	}

	Stream<String> keys(String prefix) {
		Iterator<String> keys = new Keys(KeyEscape.escape(prefix));
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(keys, 0), false);
	}

	private List<String> page(String prefix, String after) {
		UrlTemplate address = this.url.withEscaped(PREFIX, prefix).withEscaped(AFTER, after);
		HttpAnswer answer = this.calls.call("keys", null, () -> this.store.list(address, this.store.deadline()));
		if (!answer.complete()) {
			throw this.store.failures()
				.rejected("keys", null,
						"lists more at once than '%1$s.maximum-value-size' allows; let it list in pages, with {after} in '%1$s.listing-url'"
							.formatted(this.store.failures().path()));
		}
		return new String(answer.body(), StandardCharsets.UTF_8).lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty())
			.toList();
	}

	/**
	 * The keys of one listing, a page read when it is needed.
	 */
	private final class Keys implements Iterator<String> {

		private final String prefix;

		private final Deque<String> page = new ArrayDeque<>();

		private String last = "";

		private boolean more = true;

		Keys(String prefix) {
			this.prefix = prefix;
		}

		@Override
		public boolean hasNext() {
			while (this.page.isEmpty() && this.more) {
				turn();
			}
			return !this.page.isEmpty();
		}

		@Override
		public String next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			return this.page.remove();
		}

		private void turn() {
			List<String> lines = page(this.prefix, this.last);
			this.more = !lines.isEmpty() && KeyListing.this.url.has(AFTER);
			if (this.more) {
				String end = lines.get(lines.size() - 1);
				if (end.compareTo(this.last) <= 0) {
					throw KeyListing.this.store.failures()
						.rejected("keys", null,
								"does not list in order, or not what comes after {after} in '%s.listing-url'"
									.formatted(KeyListing.this.store.failures().path()));
				}
				this.last = end;
			}
			for (String line : lines) {
				String key = line.startsWith(this.prefix) ? unescape(line) : null;
				if (key != null) {
					this.page.add(key);
				}
			}
		}

		private static @Nullable String unescape(String line) {
			try {
				return KeyEscape.unescape(line);
			}
			catch (IllegalArgumentException ex) {
				return null;
			}
		}

	}

}
