package io.cachebridge.core;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheDumpTests {

	private final Cluster source = new Cluster(Shape.TIERED);

	private final Cluster target = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.source.close();
		this.target.close();
	}

	private String dump() throws IOException {
		StringWriter lines = new StringWriter();
		long written = this.source.cache().dump().writeTo(lines);
		assertThat(lines.toString().lines()).hasSize((int) written);
		return lines.toString();
	}

	private long restore(String lines) throws IOException {
		return this.target.cache().dump().readFrom(new StringReader(lines));
	}

	@Test
	void copiesValuesToAnotherStore() throws IOException {
		for (int i = 0; i < 250; i++) {
			this.source.cache().put(i, "value " + i);
		}
		this.source.cache().put("none", null);
		assertThat(restore(dump())).isEqualTo(251);
		for (int i = 0; i < 250; i++) {
			assertThat(this.target.other().get(i, String.class)).isEqualTo("value " + i);
		}
		assertThat(this.target.cache().get("none").get()).isNull();
	}

	@Test
	void keepsTheEndOfValues() throws IOException {
		this.source.cache().put("key", "value");
		String lines = dump();
		Duration life = this.target.settings.build().timeToLive();
		this.target.time.advance(life.minusSeconds(1));
		restore(lines);
		assertThat(this.target.cache().get("key", String.class)).isEqualTo("value");
		this.target.time.advance(Duration.ofSeconds(1));
		assertThat(this.target.cache().get("key")).isNull();
	}

	@Test
	void restoresNothingThatIsOver() throws IOException {
		this.source.cache().put("key", "value");
		String lines = dump();
		this.target.time.advance(this.target.settings.build().timeToLive());
		assertThat(restore(lines)).isZero();
		assertThat(this.target.cache().get("key")).isNull();
	}

	@Test
	void evictsRestoredValuesByTag() throws IOException {
		this.source.cache().put("key", "value", Set.of("a \"tag\"", "other"));
		restore(dump());
		this.target.other().evictByTag("a \"tag\"");
		assertThat(this.target.cache().get("key")).isNull();
	}

	@Test
	void leavesWhatIsThere() throws IOException {
		this.source.cache().put("key", "old");
		String lines = dump();
		this.target.cache().put("key", "new");
		assertThat(restore(lines)).isZero();
		assertThat(this.target.cache().get("key", String.class)).isEqualTo("new");
	}

	@Test
	void leavesWhatALaterVersionHasWritten() throws IOException {
		this.source.cache().put("key", "value");
		String lines = dump();
		this.target.cache().put("key", "new");
		String place = this.target.store.keyEndingWith("key");
		StoredRecord later = later(this.target.store.get(place));
		this.target.store.put(place, later);
		assertThat(restore(lines)).isZero();
		assertThat(this.target.store.get(place)).isEqualTo(later);
	}

	private static StoredRecord later(@Nullable StoredRecord stored) {
		assertThat(stored).isNotNull();
		byte[] content = stored.content().clone();
		content[0] = 9;
		CRC32C checksum = new CRC32C();
		checksum.update(content, 0, 1);
		checksum.update(content, 5, content.length - 5);
		ByteBuffer.wrap(content).putInt(1, (int) checksum.getValue());
		return StoredRecord.of(content, new Version(7, 7), stored.expiresAt());
	}

	@Test
	void replacesWhatCountsNoMore() throws IOException {
		this.source.cache().put("key", "value");
		String lines = dump();
		this.target.cache().put("key", "cleared");
		this.target.cache().clear();
		assertThat(restore(lines)).isEqualTo(1);
		assertThat(this.target.cache().get("key", String.class)).isEqualTo("value");
	}

	@Test
	void leavesOutWhatIsNotServed() throws IOException {
		this.source.cache().put("cleared", "value");
		this.source.cache().clear();
		this.source.cache().put("evicted", "value");
		this.source.store.fail("delete");
		this.source.cache().evict("evicted");
		this.source.cache().put("live", "value");
		assertThat(dump().lines()).singleElement().asString().contains("\"live\"");
	}

	@Test
	void knowsKeysThatAreTooLongForTheStore() throws IOException {
		this.source.store.limit(new Limits(128, 10_000));
		this.target.store.limit(new Limits(128, 10_000));
		String key = "k".repeat(500);
		this.source.cache().put(key, "value");
		restore(dump());
		assertThat(this.target.cache().get(key, String.class)).isEqualTo("value");
	}

	@Test
	void tellsThatTheStoreFails() {
		this.source.cache().put("key", "value");
		this.source.store.fail("getAll");
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(this::dump);
		this.target.store.failAlways();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> restore(line("\"codec\":\"\"")));
	}

	@Test
	void tellsThatTheStoreCannotList() {
		try (Cluster plain = new Cluster(Shape.TIERED, new TestStore(Capability.SHARED, Capability.CONDITIONAL_PUT))) {
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> plain.cache().dump().writeTo(new StringWriter()))
				.withMessageContaining("ENUMERATION");
		}
	}

	@Test
	void tellsWhichLineNamesWhatNoRecordHasRoomFor() {
		String many = IntStream.range(0, 127)
			.mapToObj((i) -> "\"tag" + i + "\"")
			.collect(Collectors.joining(",", "\"tags\":[", "]"));
		assertThatIllegalArgumentException().isThrownBy(
				() -> restore(line("\"codec\":\"\"") + "\n" + line("\"codec\":\"\"", many).replace("\"a\"", "\"b\"")))
			.withMessageStartingWith("Line 2 ")
			.withMessageContaining("100 tags");
	}

	private static String line(String... properties) {
		return "{\"key\":\"a\",\"createdAt\":\"2025-01-01T00:00:00Z\",%s}"
			.formatted(String.join(",", Arrays.asList(properties)));
	}

	@Test
	void ignoresWhatLaterVersionsMayAdd() throws IOException {
		assertThat(restore("\n" + line("\"codec\":\"\"", "\"later\":{\"a\":[1,2]}") + "\n\n")).isEqualTo(1);
	}

	@Test
	void writesAKeyOnceThatAPageListsTwice() throws IOException {
		this.source.cache().put("key", "value");
		this.source.store.listTwice = true;
		assertThat(dump().lines()).hasSize(1);
	}

	@Test
	void takesTagsAndValuesAsTheyAreWritten() throws IOException {
		assertThat(restore(line("\"freshUntil\":\"2025-01-01T00:01:00Z\"", "\"tags\":[\"t\"]", "\"codec\":\"java\"",
				"\"base64\":\"\"")))
			.isEqualTo(1);
		assertThat(restore("{\"key\":\"\",\"createdAt\":\"2025-01-01T00:00:00Z\",\"codec\":\"\"}")).isEqualTo(1);
		assertThat(this.target.cache().get("").get()).isNull();
	}

	@Test
	void refusesMoreTagsThanAValueMayHave() {
		String tags = IntStream.range(0, 300).mapToObj("\"t%d\""::formatted).collect(Collectors.joining(","));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> restore(line("\"codec\":\"\"", "\"tags\":[" + tags + "]")))
			.withMessage("Line 1 is not one of a dump: A value may have 100 tags but was given 300");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"codec\":\"json\",\"text\":\"x\"", "\"codec\":\"ü\",\"text\":\"x\"",
			"\"codec\":\"java\"", "\"codec\":null", "\"codec\":\"\",\"text\":7", "\"codec\":\"\",\"key\":null",
			"\"codec\":\"\",\"key\":\"a\\u0000b\"", "\"codec\":\"\",\"key\":\"a\\ud800\"",
			"\"codec\":\"\",\"freshUntil\":\"+20000-01-01T00:00:00Z\"",
			"\"codec\":\"\",\"freshUntil\":\"+1000000000-12-31T23:59:59Z\"",
			"\"codec\":\"\",\"createdAt\":\"+1000000000-12-31T23:59:59Z\"", "\"codec\":\"\",\"tags\":[7,\"t\"]",
			"\"codec\":\"\",\"tags\":{\"x\":1}", "\"codec\":\"\",\"tags\":\"t\"", "\"codec\":\"\"} trailing {",
			"\"codec\":\"\"},{\"a\":1", "\"codec\":\"\",\"tags\":[\"t\"" })
	void refusesWhatCouldNotBeReadLater(String properties) {
		assertThatIllegalArgumentException().isThrownBy(() -> restore(line(properties)))
			.withMessageStartingWith("Line 1 is not one of a dump");
		assertThat(this.target.store.records.keySet()).noneMatch((place) -> place.contains(":a"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "secret", "[]", "{}", "{\"key\":\"secret\"}", "{\"key\":", "7",
			"{\"key\":\"a\",\"createdAt\":\"secret\",\"codec\":\"\"}",
			"{\"key\":\"a\",\"createdAt\":\"2025-01-01T00:00:00Z\",\"codec\":\"raw\",\"base64\":\"*\"}" })
	void tellsWhichLineIsNotOneOfADump(String wrong) {
		assertThatIllegalArgumentException().isThrownBy(() -> restore(line("\"codec\":\"\"") + "\n" + wrong))
			.withMessageStartingWith("Line 2 is not one of a dump");
	}

}
