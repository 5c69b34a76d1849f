package io.cachebridge.test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others wrote is a record without a version, never an error.
 */
interface ForeignBytesContract extends BackendUnderTest {

	/** Empty, short, and beginning like a record of ours or of Java. */
	List<byte[]> FOREIGN = List.of(new byte[0], new byte[] { 1 }, new byte[] { 2, 0, 0 },
			"a text of somebody else that is rather longer than a header".getBytes(StandardCharsets.UTF_8),
			new byte[] { (byte) 0xAC, (byte) 0xED, 0, 5, 's', 'r' }, new byte[100]);

	@Test
	default void handsOutForeignBytesWithoutVersion() throws Exception {
		for (byte[] bytes : FOREIGN) {
			writeForeign(key("a"), bytes);
			assertThat(backend().get(key("a"))).isNotNull().extracting(StoredRecord::version).isEqualTo(Version.NONE);
			assertThat(backend().getAll(List.of(key("a")))).hasEntrySatisfying(key("a"),
					(stored) -> assertThat(stored.version()).isEqualTo(Version.NONE));
			assertThat(backend().headers(List.of(key("a")))).hasEntrySatisfying(key("a"),
					(header) -> assertThat(header.version()).isEqualTo(Version.NONE));
		}
	}

	@Test
	default void replacesAndDeletesForeignBytes() throws Exception {
		for (byte[] bytes : FOREIGN) {
			writeForeign(key("a"), bytes);
			StoredRecord written = write(key("a"), stored("content"));
			assertThat(backend().get(key("a"))).isEqualTo(written);
			writeForeign(key("a"), bytes);
			assertFound(remove(key("a")));
			assertThat(backend().get(key("a"))).isNull();
		}
	}

	@Test
	default void comparesForeignBytesLikeAnyRecord() throws Exception {
		requires(Capability.CONDITIONAL_PUT);
		for (byte[] bytes : FOREIGN) {
			writeForeign(key("a"), bytes);
			PutOutcome refused = backend().putIf(key("a"), null, stored("next"));
			assertThat(refused.applied()).isFalse();
			assertThat(refused.current()).isNotNull().extracting(StoredRecord::version).isEqualTo(Version.NONE);
			assertThat(backend().putIf(key("a"), stored("other"), stored("next")).applied()).isFalse();
			StoredRecord next = stored("next");
			assertThat(backend().putIf(key("a"), refused.current(), next)).isEqualTo(PutOutcome.applied(next));
			writeForeign(key("a"), bytes);
			assertThat(backend().putIf(key("a"), backend().get(key("a")), next)).isEqualTo(PutOutcome.applied(next));
		}
	}

	@Test
	default void listsKeysOfForeignBytes() throws Exception {
		requires(Capability.ENUMERATION);
		writeForeign(key("a"), FOREIGN.get(3));
		try (Stream<String> keys = backend().keys(prefix())) {
			assertThat(keys.distinct()).containsExactly(key("a"));
		}
	}

}
