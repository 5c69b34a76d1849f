package io.cachebridge.test;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys are listed, and deleted, by a prefix that is taken literally.
 */
interface EnumerationContract extends BackendUnderTest {

	/** More than any store lists at once. */
	int SEVERAL_PAGES = 2_500;

	/**
	 * What means something in patterns of stores, shells, SQL and regular expressions.
	 */
	List<String> WILDCARDS = List.of("*", "?", "[a]", "[a-z]", "[^b]", "%", "_", "\\", "\\*", ".", ".*", "^", "$", "#",
			"{a,b}", "(a|b)", "+", "!", "~", "''", "\"");

	@Test
	default void listsKeysWithPrefixAndNoOthers() {
		requires(Capability.ENUMERATION);
		write(key("a:1"), stored("content"));
		write(key("a:2"), reservation());
		write(key("a:"), stored("content"));
		write(key("A:1"), stored("content"));
		write(key("b:a:1"), stored("content"));
		write(key("a"), stored("content"));
		assertThat(list(key("a:"))).containsExactlyInAnyOrder(key("a:1"), key("a:2"), key("a:"));
		assertThat(list(key("c"))).isEmpty();
	}

	@Test
	default void listsKeyThatIsThePrefix() {
		requires(Capability.ENUMERATION);
		write(key("abc"), stored("content"));
		assertThat(list(key("abc"))).containsExactly(key("abc"));
		assertThat(list(key("abcd"))).isEmpty();
	}

	@Test
	default void listsAllKeysForEmptyPrefix() {
		requires(Capability.ENUMERATION);
		write(key("a"), stored("content"));
		write(key("b"), stored("content"));
		assertThat(list("")).contains(key("a"), key("b"));
	}

	@Test
	default void doesNotListDeletedKeys() {
		requires(Capability.ENUMERATION);
		write(key("a"), stored("content"));
		write(key("b"), stored("content"));
		remove(key("a"));
		assertThat(list(prefix())).containsExactly(key("b"));
	}

	@Test
	default void takesWildcardsInPrefixLiterally() {
		requires(Capability.ENUMERATION);
		WILDCARDS.forEach((wildcard) -> {
			write(key("w" + wildcard + "x"), stored("content"));
			write(key("wa" + wildcard), stored("content"));
		});
		write(key("wax"), stored("content"));
		write(key("w"), stored("content"));
		for (String wildcard : WILDCARDS) {
			Set<String> expected = WILDCARDS.stream()
				.map((each) -> key("w" + each + "x"))
				.filter((key) -> key.startsWith(key("w" + wildcard)))
				.collect(Collectors.toSet());
			assertThat(list(key("w" + wildcard))).as("keys with prefix w%s", wildcard)
				.containsExactlyInAnyOrderElementsOf(expected);
		}
	}

	@Test
	default void listsKeysWhoseNextCharacterSortsLast() {
		requires(Capability.ENUMERATION);
		List<String> rests = List.of("", " ", "~", "\u00FF", "\uD7FF", "\uFFFD", "\uFFFF", "\uDBFF\uDFFF", "😀");
		rests.forEach((rest) -> write(key("p" + rest), stored("content")));
		assertThat(list(key("p")))
			.containsExactlyInAnyOrderElementsOf(rests.stream().map((r) -> key("p" + r)).toList());
		assertThat(list(key("p\uFFFF"))).containsExactly(key("p\uFFFF"));
		assertThat(list(key("p\uDBFF\uDFFF"))).containsExactly(key("p\uDBFF\uDFFF"));
	}

	@Test
	default void listsSeveralPagesAndReadsThemLazily() {
		requires(Capability.ENUMERATION);
		Set<String> keys = writeMany(key("page:"), SEVERAL_PAGES).keySet();
		write(key("pages"), stored("content"));
		assertThat(list(key("page:"))).containsExactlyInAnyOrderElementsOf(keys);
		// Far more than a store has connections: a stream that is closed holds none
		for (int i = 0; i < 60; i++) {
			try (Stream<String> some = backend().keys(key("page:"))) {
				assertThat(some.limit(3)).hasSize(3).allMatch(keys::contains);
			}
		}
		try (Stream<String> unread = backend().keys(key("page:"))) {
			assertThat(unread).isNotNull();
		}
	}

	@Test
	default void listsWhatStaysWhileOtherKeysComeAndGo() {
		requires(Capability.ENUMERATION);
		Set<String> staying = writeMany(key("page:stays:"), 600).keySet();
		Set<String> going = writeMany(key("page:goes:"), 600).keySet();
		Set<String> coming = new HashSet<>();
		Set<String> listed = new HashSet<>();
		try (Stream<String> keys = backend().keys(key("page:"))) {
			for (Iterator<String> each = keys.iterator(); each.hasNext();) {
				String key = each.next();
				listed.add(key);
				if (going.contains(key)) {
					backend().delete(key);
				}
				if (coming.size() < 200) {
					String fresh = key("page:comes:" + coming.size());
					coming.add(fresh);
					backend().put(fresh, stored("content"));
				}
			}
		}
		assertThat(listed).containsAll(staying);
		listed.removeAll(staying);
		listed.removeAll(going);
		listed.removeAll(coming);
		assertThat(listed).as("keys that were never there").isEmpty();
	}

	@Test
	default void deletesByPrefixAndLeavesNeighbours() {
		requires(Capability.ENUMERATION);
		Map<String, StoredRecord> gone = writeMany(key("a:"), SEVERAL_PAGES);
		StoredRecord neighbour = write(key("a"), stored("neighbour"));
		StoredRecord other = write(key("A:1"), stored("other"));
		assertThat(backend().deleteByPrefix(key("a:"))).satisfies((count) -> assertCounted(count, gone.size(), 0));
		waitUntilVisible();
		assertThat(backend().headers(gone.keySet())).isEmpty();
		assertThat(list(prefix())).containsExactlyInAnyOrder(key("a"), key("A:1"));
		assertThat(backend().get(key("a"))).isEqualTo(neighbour);
		assertThat(backend().get(key("A:1"))).isEqualTo(other);
	}

	@Test
	default void deletesReservationsByPrefix() {
		requires(Capability.ENUMERATION);
		write(key("a:1"), stored("content"));
		write(key("a:2"), reservation());
		assertThat(backend().deleteByPrefix(key("a:"))).satisfies((count) -> assertCounted(count, 1, 1));
		waitUntilVisible();
		assertThat(backend().get(key("a:2"))).isNull();
	}

	@Test
	default void deletesNothingByPrefix() {
		requires(Capability.ENUMERATION);
		StoredRecord other = write(key("b"), stored("other"));
		assertThat(backend().deleteByPrefix(key("a"))).isZero();
		assertThat(backend().get(key("b"))).isEqualTo(other);
	}

	@Test
	default void takesWildcardsLiterallyWhenDeletingByPrefix() {
		requires(Capability.ENUMERATION);
		for (String wildcard : WILDCARDS) {
			StoredRecord neighbour = write(key("wax"), stored("neighbour"));
			write(key("w" + wildcard + "x"), stored("content"));
			backend().deleteByPrefix(key("w" + wildcard));
			waitUntilVisible();
			assertThat(backend().get(key("w" + wildcard + "x"))).isNull();
			assertThat(backend().get(key("wax"))).as("neighbour of prefix w%s", wildcard).isEqualTo(neighbour);
		}
	}

	/**
	 * Holds that a count is exact if deletions are, and not more than there was.
	 * @param count the count
	 * @param records how many records with content there were
	 * @param reservations how many reservations there were
	 */
	private void assertCounted(long count, long records, long reservations) {
		write(key("probe"), stored("content"));
		boolean exact = remove(key("probe")) == Removal.PRESENT;
		assertThat(count).as("removed keys").isBetween(exact ? records : 0, records + reservations);
	}

	private Set<String> list(String prefix) {
		try (Stream<String> keys = backend().keys(prefix)) {
			return keys.collect(Collectors.toSet());
		}
	}

}
