package io.cachebridge.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.codec.Codecs;
import io.cachebridge.codec.ForyCodec;
import io.cachebridge.codec.JdkCodec;
import io.cachebridge.codec.JsonCodec;
import io.cachebridge.codec.RawCodec;
import io.cachebridge.codec.SmileCodec;
import io.cachebridge.codec.TypeAllowList;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.RecordFormat;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that records which some version has stored can be read, as stores hold them.
 * Lines are added to {@code records.txt} and never changed: one that had to be would be a
 * value that is lost when an application is updated.
 */
class StoredRecordTests {

	private static final String RECORDS = "records.txt";

	private static final Version VERSION = new Version(3, 4);

	private static final Map<String, Version> CACHE_EPOCH = Map.of(Epochs.CACHE, new Version(1, 2));

	private static final Map<String, Version> TAG_EPOCHS = new LinkedHashMap<>();

	static {
		TAG_EPOCHS.putAll(CACHE_EPOCH);
		TAG_EPOCHS.put("tag \u00fc", new Version(Long.MIN_VALUE, Long.MAX_VALUE));
		TAG_EPOCHS.put("other", new Version(5, 6));
	}

	private static final Codecs CODECS = codecs();

	private final TestTime time = new TestTime();

	private static Codecs codecs() {
		TypeAllowList allowed = new TypeAllowList(List.of());
		allowed.allow(StoredOrder.class);
		JsonMapper mapper = JsonMapper.shared();
		return new Codecs(List.of(new JsonCodec(mapper, allowed), new SmileCodec(mapper, allowed),
				new ForyCodec(allowed, List.of()), new JdkCodec(allowed), new RawCodec()));
	}

	static Stream<Example> examples() {
		List<Example> all = new ArrayList<>();
		Object order = StoredOrder.example();
		for (String codec : List.of("json", "smile", "fory", "jdk")) {
			all.add(new Example(codec, codec, order));
			all.add(new Example(codec + " list", codec, List.of(order, 7L, "text", order)));
			all.add(new Example(codec + " encrypted", codec, order).encrypted());
			for (CompressionType type : CompressionType.values()) {
				if (type != CompressionType.NONE) {
					all.add(new Example(codec + " " + type, codec, order).compressed(type));
					all.add(new Example(codec + " encrypted " + type, codec, order).compressed(type).encrypted());
				}
			}
		}
		all.add(new Example("raw", "raw", new byte[] { 1, -2, 3 }));
		all.add(new Example("null", "json", null));
		all.add(new Example("null encrypted", "json", null).encrypted());
		all.add(new Example("tags", "json", order).tagged());
		all.add(new Example("key", "json", order).digested());
		all.add(new Example("for ever", "json", order).lasting());
		return all.stream();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void readsWhatIsStored(Example example) throws IOException {
		StoredRecord stored = RecordFormat.read(bytes(example.name()));
		assertThat(stored.version()).isEqualTo(VERSION);
		Reading reading = judge(example, stored);
		assertThat(reading.status()).isEqualTo(Reading.Status.HIT);
		assertThat(Objects.deepEquals(reading.value(), example.value()))
			.as("%s equals %s", reading.value(), example.value())
			.isTrue();
		assertThat(reading.epochs()).isEqualTo(example.epochs());
		assertThat(stored.expiresAt()).isEqualTo(example.isLasting() ? null : this.time.instant().plusSeconds(600));
	}

	@ParameterizedTest
	@MethodSource("examples")
	void readsWhatItWrites(Example example) {
		StoredRecord stored = RecordFormat.read(RecordFormat.write(write(example)));
		assertThat(Objects.deepEquals(judge(example, stored).value(), example.value())).isTrue();
	}

	@Test
	void readsAStoredReservation() throws IOException {
		StoredRecord reservation = RecordFormat.read(bytes("reservation"));
		assertThat(reservation).isEqualTo(reservation());
		assertThat(reservation.isReservation()).isTrue();
	}

	@Test
	void knowsAllThatIsStored() throws IOException {
		List<String> names = new ArrayList<>(examples().map(Example::name).toList());
		names.add("reservation");
		assertThat(records().keySet()).containsExactlyInAnyOrderElementsOf(names);
	}

	@Test
	@EnabledIfSystemProperty(named = "cachebridge.records.to", matches = ".+")
	void writesNewRecords() throws IOException {
		List<String> lines = new ArrayList<>();
		examples().forEach((example) -> lines.add(line(example.name(), write(example))));
		lines.add(line("reservation", reservation()));
		Files.write(Path.of(System.getProperty("cachebridge.records.to")), lines);
	}

	private StoredRecord reservation() {
		return StoredRecord.reservation(VERSION, this.time.instant().plusSeconds(600));
	}

	private static String line(String name, StoredRecord stored) {
		return name + ": " + HexFormat.of().formatHex(RecordFormat.write(stored));
	}

	private StoredRecord write(Example example) {
		Life life = Lifetime.of(new TestSettings().build())
			.of(example.key(), example.value(), Terms.NONE, this.time.instant());
		return example.format().write(example.key(), example.value(), example.epochs(), VERSION, life, Validators.NONE);
	}

	private Reading judge(Example example, StoredRecord stored) {
		RecordReader reader = new RecordReader(example.format(), this.time, new CacheObserver("cache", List.of()),
				Lifetime.of(new TestSettings().build()));
		return reader.judge(example.key(), reader.open(example.key(), stored), example.epochs());
	}

	private static byte[] bytes(String name) throws IOException {
		return HexFormat.of().parseHex(Objects.requireNonNull(records().get(name), name));
	}

	private static Map<String, String> records() throws IOException {
		Map<String, String> records = new LinkedHashMap<>();
		try (InputStream in = Objects.requireNonNull(StoredRecordTests.class.getResourceAsStream(RECORDS))) {
			new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach((line) -> {
				String[] parts = line.split(": ", -1);
				records.put(parts[0], parts[1]);
			});
		}
		return records;
	}

	private record Example(String name, String codec, @Nullable Object value, CompressionType compression,
			boolean isEncrypted, boolean isTagged, boolean isDigested, boolean isLasting) {

		Example(String name, String codec, @Nullable Object value) {
			this(name, codec, value, CompressionType.NONE, false, false, false, false);
		}

		Example compressed(CompressionType type) {
			return new Example(this.name, this.codec, this.value, type, this.isEncrypted, false, false, false);
		}

		Example encrypted() {
			return new Example(this.name, this.codec, this.value, this.compression, true, false, false, false);
		}

		Example tagged() {
			return new Example(this.name, this.codec, this.value, this.compression, false, true, false, false);
		}

		Example digested() {
			return new Example(this.name, this.codec, this.value, this.compression, false, false, true, false);
		}

		Example lasting() {
			return new Example(this.name, this.codec, this.value, this.compression, false, false, false, true);
		}

		EntryKey key() {
			return EntryKey.of(this.isDigested ? "k".repeat(200) : "key");
		}

		Map<String, Version> epochs() {
			return this.isTagged ? TAG_EPOCHS : CACHE_EPOCH;
		}

		ValueFormat format() {
			TestSettings settings = new TestSettings();
			settings.codec = this.codec;
			settings.compression = new CompressionSettings(this.compression, DataSize.ofBytes(0));
			settings.encrypted = this.isEncrypted;
			settings.timeToLive = this.isLasting ? java.time.Duration.ZERO : settings.timeToLive;
			Limits limits = this.isDigested ? new Limits(128, Integer.MAX_VALUE) : Limits.NONE;
			return new ValueFormat("cache", settings.build(), CODECS, new ValueTypes((ignored) -> {
			}), new KeyLayout("prefix", "cache", limits), ValueTransformsTests.KEYS, Long.MAX_VALUE);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
