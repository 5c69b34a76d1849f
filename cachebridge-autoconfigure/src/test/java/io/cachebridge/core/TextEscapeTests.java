package io.cachebridge.core;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextEscapeTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "with space", "\u00fc\u4e2d", "\uD83D\uDE00", "a:b#c", "~" })
	void leavesSafeTextAlone(String text) {
		assertThat(TextEscape.escape(text, "")).isSameAs(text);
	}

	@Test
	void escapesControlCharactersAndItsOwnMark() {
		assertThat(TextEscape.escape("a\u0000b\nc%d\u007fe\u0085f", "")).isEqualTo("a%0000b%000ac%0025d%007fe%0085f");
	}

	@Test
	void escapesLoneSurrogatesAndKeepsPairs() {
		assertThat(TextEscape.escape("\uD83D", "")).isEqualTo("%d83d");
		assertThat(TextEscape.escape("\uDE00x", "")).isEqualTo("%de00x");
		assertThat(TextEscape.escape("\uD83D\uD83D\uDE00\uDE00", "")).isEqualTo("%d83d\uD83D\uDE00%de00");
	}

	@Test
	void escapesMarks() {
		assertThat(TextEscape.escape("a:b#c", ":#")).isEqualTo("a%003ab%0023c");
	}

	@Test
	void survivesUtf8() {
		String escaped = TextEscape.escape("\uD83D lone \uDE00 pair \uD83D\uDE00", "");
		assertThat(new String(escaped.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(escaped);
	}

	@Test
	void keepsWhatLooksEscapedApartFromWhatIs() {
		assertThat(TextEscape.escape("%0000", "")).isNotEqualTo(TextEscape.escape("\u0000", ""));
	}

}
