package io.cachebridge.health;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RedactionTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			redis://user:pass@host:6379        | redis://***@host:6379
			rediss://:p@ss@host/0              | rediss://***@host/0
			no access, password=pass           | no access, password=***
			{"token": "pa ss", "a": 1}         | {"token": ***, "a": 1}
			https://host/?api_key=pass&page=1  | https://host/?api_key=***&page=1
			Authorization: Bearer pass         | Authorization: ***
			connection refused: host:6379      | connection refused: host:6379
			no key 'products' on host          | no key 'products' on host
			""")
	void takesSecretsOut(String text, String expected) {
		assertThat(Redaction.redact(text)).isEqualTo(expected);
	}

}
