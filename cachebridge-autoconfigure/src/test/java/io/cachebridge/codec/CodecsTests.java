package io.cachebridge.codec;

import java.lang.reflect.Type;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.ValueCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Codecs}.
 */
class CodecsTests {

	private final RawCodec raw = new RawCodec();

	private final ValueCodec own = new Own("own-1");

	@Test
	void findsACodecByItsId() {
		Codecs codecs = new Codecs(List.of(this.raw, this.own));
		assertThat(codecs.get("raw")).isSameAs(this.raw);
		assertThat(codecs.get("own-1")).isSameAs(this.own);
	}

	@Test
	void listsIdsInOrder() {
		assertThat(new Codecs(List.of(this.raw, this.own)).ids()).containsExactly("own-1", "raw");
	}

	@Test
	void doesNotKnowAnotherId() {
		Codecs codecs = new Codecs(List.of(this.raw, this.own));
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> codecs.get("other"))
			.withMessageContaining("'other'")
			.withMessageContaining("[own-1, raw]");
	}

	@Test
	void rejectsTwoCodecsOfOneId() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Codecs(List.of(this.raw, new Own("raw"))))
			.withMessageContaining(RawCodec.class.getName())
			.withMessageContaining(Own.class.getName())
			.withMessageContaining("'raw'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Raw", "a b", "a_b", "aaaaaaaaaabbbbbbbbbbccccccccccddd" })
	void rejectsWhatIsNoId(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Codecs(List.of(new Own(id))))
			.withMessageContaining("'" + id + "'")
			.withMessageContaining(Own.class.getName());
	}

	private record Own(String id) implements ValueCodec {

		@Override
		public byte[] encode(Object value, Type type) {
			return new byte[0];
		}

		@Override
		public Object decode(byte[] bytes, Type type) {
			return bytes;
		}

	}

}
