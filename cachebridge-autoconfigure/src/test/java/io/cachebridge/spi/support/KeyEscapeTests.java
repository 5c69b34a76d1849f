package io.cachebridge.spi.support;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyEscapeTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "shop:products:1", "..", "a/../b", "%2e", "=", "=2e", "é", "😀", "a b", "\\", "", "A_a-Z" })
	void readsWhatItWrote(String key) {
		String text = KeyEscape.escape(key);
		assertThat(text).matches("[A-Za-z0-9_:=-]*");
		assertThat(KeyEscape.unescape(text)).isEqualTo(key);
	}

	@Test
	void leavesUsualKeysReadable() {
		assertThat(KeyEscape.escape("shop:products:1")).isEqualTo("shop:products:1");
		assertThat(KeyEscape.escape("a/é")).isEqualTo("a=2f=c3=a9");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "=2E", "=2", "=", "=61", "=zz", "=ff", "é", "." })
	void refusesWhatNoKeyIsWrittenLike(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> KeyEscape.unescape(text));
	}

}
