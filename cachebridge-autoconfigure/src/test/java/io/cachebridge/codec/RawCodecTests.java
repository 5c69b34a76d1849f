package io.cachebridge.codec;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.CodecException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RawCodec}.
 */
class RawCodecTests {

	private final RawCodec codec = new RawCodec();

	@Test
	void copiesBytes() {
		byte[] value = { 1, 2 };
		byte[] encoded = this.codec.encode(value, byte[].class);
		assertThat(encoded).isEqualTo(value).isNotSameAs(value);
		assertThat(this.codec.decode(encoded, byte[].class)).isEqualTo(value).isNotSameAs(encoded);
	}

	@Test
	void refusesEverythingElse() {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode("a", Object.class))
			.withMessageContaining("java.lang.String");
	}

}
