package io.cachebridge.backend.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UrlTemplateTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://bob:top/secret@cache.example.com/{key}",
			"https://bob:top?secret@cache.example.com/{key}", "https://bob:top#secret@cache.example.com/{key}",
			"https://bob:top%40secret/{key}", "bob:top-secret@cache.example.com/{key}", "//bob:secret@top/{key}",
			"https://bob:top@secret@cache.example.com/{key}", "https://cache.example.com/top?secret={key} " })
	void showsNoPasswordWhateverItIsMadeOf(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> UrlTemplate.of("cachebridge.http.url", url, "{key}"))
			.withMessageStartingWith("'cachebridge.http.url' must ")
			.withMessageNotContainingAny("top", "secret", "bob");
	}

}
