package io.cachebridge.backend.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.StoreCalls;

/**
 * Goes through the keys with a prefix in their order, page by page. Each page begins
 * behind the last key of the one before, so nothing is held open between them.
 */
final class KeyPages {

	private static final int PAGE = 500;

	/** Not part of any text. */
	private static final byte[] AFTER_ALL = { (byte) 0xFF };

	private final Database database;

	private final StoreCalls calls;

	private final String table;

	KeyPages(Database database, StoreCalls calls, String table) {
		this.database = database;
		this.calls = calls;
		this.table = table;
	}

	Stream<String> keys(String prefix) {
		return StreamSupport.stream(
				Spliterators.spliteratorUnknownSize(new Keys(prefix), Spliterator.DISTINCT | Spliterator.NONNULL),
				false);
	}

	// By range, because few databases bound a deletion: what comes between the keys of a
	// page meanwhile goes too
	long deleteByPrefix(String prefix) {
		long deleted = 0;
		List<String> page = page("deleteByPrefix", prefix, null);
		while (!page.isEmpty()) {
			byte[] first = EntryTable.bytes(page.get(0));
			String last = page.get(page.size() - 1);
			deleted += this.calls.call("deleteByPrefix", null,
					() -> this.database.call((session) -> session.update(
							"DELETE FROM " + this.table + " WHERE entry_key >= ? AND entry_key <= ?", first,
							EntryTable.bytes(last))));
			page = (page.size() < PAGE) ? List.of() : page("deleteByPrefix", prefix, last);
		}
		return deleted;
	}

	private List<String> page(String operation, String prefix, @Nullable String after) {
		String select = "SELECT entry_key FROM %s WHERE entry_key %s ? AND entry_key < ? ORDER BY entry_key LIMIT %d"
			.formatted(this.table, (after != null) ? ">" : ">=", PAGE);
		byte[] from = EntryTable.bytes((after != null) ? after : prefix);
		return this.calls.call(operation, null,
				() -> this.database.call((session) -> session.query(select, EntryTable::key, from, behind(prefix))));
	}

	// No byte of UTF-8 is so large that it has no next
	private static byte[] behind(String prefix) {
		if (prefix.isEmpty()) {
			return AFTER_ALL;
		}
		byte[] end = EntryTable.bytes(prefix);
		end[end.length - 1]++;
		return end;
	}

	private final class Keys implements Iterator<String> {

		private final String prefix;

		private final Deque<String> page = new ArrayDeque<>();

		private @Nullable String last;

		private boolean complete;

		Keys(String prefix) {
			this.prefix = prefix;
		}

		@Override
		public boolean hasNext() {
			if (this.page.isEmpty() && !this.complete) {
				this.page.addAll(page("keys", this.prefix, this.last));
				this.complete = this.page.size() < PAGE;
				this.last = this.page.peekLast();
			}
			return !this.page.isEmpty();
		}

		@Override
		public String next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			return this.page.removeFirst();
		}

	}

}
