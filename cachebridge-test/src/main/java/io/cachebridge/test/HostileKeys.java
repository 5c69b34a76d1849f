package io.cachebridge.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Texts that stores, file systems, URLs, query languages and collations like to mix up.
 * None has control characters or lone surrogates, so every backend must keep them apart.
 */
final class HostileKeys {

	/**
	 * Texts to append to a prefix.
	 */
	static final List<String> RESTS = rests();

	/**
	 * Texts to use as whole keys.
	 */
	static final List<String> WHOLE = List.of(".", "..", "/", "//", "../", "../..", "/etc/passwd", "..\\", "%2e%2e",
			"~", "*", "?", "#", "%", "%00", "+", "-", "--", " ", "  ", "\u00A0", ":", "::", "{}", "{", "NUL", "nul",
			"CON", "con.txt", "a/", "/a", "a//b", "a/b", "a/./b", "a/../b", ".a", "a.", "a ", " a", "0", "00", "null",
			"undefined", "true", "$", "$0", "@", "!", "😀");

	private HostileKeys() {
	}

	private static List<String> rests() {
		List<String> rests = new ArrayList<>();
		// Paths
		rests.addAll(List.of("", "/", "//", ".", "..", "../", "../a", "./a", "a", "a/", "a/.", "a/..", "a/../a", "a//a",
				"a/a", "..\\a", "\\", "\\\\", "a\\a", "~/a", "a.", "a..", "a ", "a  ", " a", "a.tmp", "a.lock", "a:b",
				"a::b", "a:", ":a", ":", "::"));
		// Escapes of other layers
		rests.addAll(List.of("..%2fa", "..%2Fa", "%2e%2e/a", "%2e%2e%2fa", "%252e", "%2e", "%", "%%", "%25", "%zz",
				"%C3%A9", "+", "a+a", "a%20a", "a a", "&amp;", "&", "a&b=c", "?", "?a=b", "#", "#a", ";", "a;b", "=",
				"a=b", ",", "\\u0061", "=?utf-8?q?a?=", "a_a", "a__a", "_", "-", "a-a", "a~a", "~", "@", "!", "$", "$a",
				"${a}", "#{a}", "{}", "{a}", "{a}b", "[a]", "[", "(a)", "<a>", "|", "^", "`a`"));
		// Statements
		rests.addAll(List.of("'", "''", "\"", "\"\"", "' OR '1'='1", "'; DROP TABLE cachebridge_entry; --", "--",
				"/* a */", "a' || 'b", "*", "a*", "a?", "%a", "a%", "attribute_exists(a)", ":v", "EVAL",
				"../../../v1/kv/a?recurse"));
		// Case and what collations take for equal
		rests.addAll(List.of("A", "b", "B", "ß", "ss", "SS", "ẞ", "i", "I", "ı", "İ", "ä", "ae", "a\u0308", "é",
				"e\u0301", "e", "ﬁ", "fi", "ａ", "Å", "\u212B", "A\u030A", "²", "2", "a\u200Db", "ab", "a\u200Bb",
				"a\u00ADb", "a\uFEFFb", "a\u00A0b", "a\u3000b", "a\u2028b"));
		// Scripts, directions, planes
		rests.addAll(List.of("😀", "😁", "👩‍👩‍👧", "👩👩👧", "🇩🇪", "مفتاح", "מפתח", "\u202Ea", "a\u202E", "キー", "鍵",
				"ключ", "\uD835\uDC1A", "\uFFFD", "\uFFFE", "\uFFFF", "\uE000", "\uDBFF\uDFFF"));
		// A long beginning in common
		String common = "long".repeat(50);
		rests.addAll(List.of(common, common + "1", common + "2", common + "12", "x" + common,
				common.toUpperCase(Locale.ROOT)));
		return List.copyOf(rests);
	}

}
