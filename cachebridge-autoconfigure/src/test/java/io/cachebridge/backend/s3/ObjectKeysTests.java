package io.cachebridge.backend.s3;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendRejectedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ObjectKeysTests {

	private final ObjectKeys names = new ObjectKeys("s3", "cachebridge/");

	@Test
	void namesObjectsWithinThePrefix() {
		assertThat(this.names.name("get", "shop:products:1")).isEqualTo("cachebridge/shop:products:1");
		assertThat(this.names.name("get", "../../a b")).isEqualTo("cachebridge/=2e=2e=2f=2e=2e=2fa=20b");
	}

	@Test
	void findsTheKeyAgain() {
		for (int length = 1; length < 1000; length++) {
			String key = "k".repeat(length);
			assertThat(this.names.key(this.names.name("get", key))).isEqualTo(key);
		}
	}

	@Test
	void makesNoPartLongerThanADirectoryMayBe() {
		assertThat(this.names.name("get", "é".repeat(this.names.longestKey() / 2)).split("/"))
			.allSatisfy((part) -> assertThat(part).hasSizeLessThan(255).isNotEmpty());
	}

	@Test
	void givesNoObjectThePlaceOfADirectory() {
		String file = this.names.name("get", "k".repeat(200));
		assertThat(this.names.name("get", "k".repeat(201))).startsWith(file).doesNotStartWith(file + "/");
	}

	@Test
	void keepsABeginningInCommon() {
		String key = "ké".repeat(100);
		String name = this.names.name("get", key);
		for (int length = 0; length <= key.length(); length++) {
			assertThat(name).startsWith(this.names.beginning(key.substring(0, length)));
		}
	}

	@Test
	void holdsTheLongestKeyHoweverItIsEscaped() {
		for (int length : new int[] { 0, 100, 512 }) {
			ObjectKeys prefixed = new ObjectKeys("s3", "p".repeat(length));
			assertThat(prefixed.longestKey()).isGreaterThan(150);
			assertThat(prefixed.name("get", "/".repeat(prefixed.longestKey()))).hasSizeLessThanOrEqualTo(1024);
		}
	}

	@Test
	void refusesAKeyThatDoesNotFitAndDoesNotTellIt() {
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> this.names.name("put", "secret".repeat(200)))
			.withMessageStartingWith("put of backend 's3': the name of the object would have 1222 characters")
			.withMessageNotContaining("secret");
	}

	@Test
	void knowsWhatIsNoObjectOfAKey() {
		for (String name : new String[] { "cachebridge/", "other/a", "cachebridge/a/b", "cachebridge/a.txt",
				"cachebridge/=probe/1", "cachebridge/=/a", "cachebridge/a=/b", "cachebridge/=41" }) {
			assertThat(this.names.key(name)).as(name).isNull();
		}
	}

}
