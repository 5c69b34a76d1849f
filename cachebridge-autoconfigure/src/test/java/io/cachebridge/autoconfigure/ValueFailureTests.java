package io.cachebridge.autoconfigure;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CompressionType;
import io.cachebridge.core.ValueSettings;
import io.cachebridge.fixture.Analyses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of settings of sizes, compression and encryption.
 */
@ExtendWith(OutputCaptureExtension.class)
class ValueFailureTests {

	private static final String KEY = "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I=";

	private static final String KEYS = "cachebridge.encryption.keys.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(CacheBridgeAutoConfiguration.class, CacheBridgeCachingAutoConfiguration.class,
					CacheBridgeCodecAutoConfiguration.class, CacheBridgeMemoryAutoConfiguration.class));

	static Stream<Arguments> mistakes() {
		return Stream.of(
				Arguments.of("cachebridge.caches.a.maximum-value-size=0B",
						"Property 'cachebridge.caches.a.maximum-value-size' is '0B'", "Set a size"),
				Arguments.of("cachebridge.defaults.compression.threshold=-1B",
						"Property 'cachebridge.defaults.compression.threshold' is '-1B'", "Set a size"),
				Arguments.of("cachebridge.defaults.encryption.enabled=true",
						"Property 'cachebridge.defaults.encryption.enabled' is 'true'", "openssl rand -base64 32"),
				Arguments.of("cachebridge.encryption.current=k1", "Property 'cachebridge.encryption.current' is 'k1'",
						"the id of a key"));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void namesThePropertyItsValueAndTheRemedy(String property, String description, String action) {
		this.runner.withPropertyValues(property).run(Analyses.contain(description, action));
	}

	@ParameterizedTest
	@ValueSource(strings = { KEYS + "k1=" + KEY + "AAAA", KEYS + "k1=-" + KEY, KEYS + "K+=" + KEY,
			"cachebridge.encryption.keys[" + KEY + "]=k1", "cachebridge.encryption.keys=" + KEY,
			"cachebridge.encryption=" + KEY, "cachebridge.encryption.key.k1=" + KEY,
			"cachebridge.encryption.k1=" + KEY })
	void neverTellsAKey(String property, CapturedOutput output) {
		this.runner.withPropertyValues(property).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription() + analysis.getAction()).contains("cachebridge.encryption")
				.doesNotContain("c2VjcmV0");
			for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
				assertThat(String.valueOf(cause.getMessage())).doesNotContain("c2VjcmV0");
			}
			assertThat(output).doesNotContain("c2VjcmV0");
		});
	}

	@Test
	void tellsNoKeyInTheTextOfTheProperties() {
		this.runner.withPropertyValues(KEYS + "k1=" + KEY, "cachebridge.encryption.current=k1")
			.run((context) -> assertThat(context.getBean(CacheBridgeProperties.class)).asString()
				.contains("current=k1")
				.doesNotContain("c2VjcmV0"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "lz4, net.jpountz, at.yawk.lz4:lz4-java", "zstd, com.github.luben, com.github.luben:zstd-jni" })
	void namesTheDependencyOfACompressionWhoseLibraryIsMissing(String library) {
		String[] parts = library.split(", ", -1);
		this.runner.withClassLoader(new FilteredClassLoader(parts[1]))
			.withPropertyValues("cachebridge.patterns[0].match=*",
					"cachebridge.patterns[0].compression.type=" + parts[0])
			.run((context) -> {
				FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains(
						"Property 'cachebridge.patterns[0].compression.type' is '" + parts[0] + "'", "is missing");
				assertThat(analysis.getAction()).contains("Add the dependency " + parts[2]);
			});
	}

	@Test
	void needsNoLibraryUnlessItIsChosen() {
		this.runner.withClassLoader(new FilteredClassLoader("net.jpountz", "com.github.luben"))
			.withPropertyValues("cachebridge.defaults.compression.type=deflate")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void inheritsFromPatternsAndDefaults() {
		this.runner.withPropertyValues(KEYS + "k1=" + KEY, "cachebridge.encryption.current=k1",
				"cachebridge.defaults.compression.type=zstd", "cachebridge.defaults.maximum-value-size=3MB",
				"cachebridge.defaults.encryption.enabled=true", "cachebridge.patterns[0].match=p*",
				"cachebridge.patterns[0].compression.threshold=5KB",
				"cachebridge.caches.plain.encryption.enabled=false", "cachebridge.caches.plain.compression.type=none")
			.run((context) -> {
				CacheBridgeCacheManager manager = context.getBean(CacheBridgeCacheManager.class);
				ValueSettings pattern = manager.getCache("products").settings().values();
				assertThat(pattern.compression().type()).isEqualTo(CompressionType.ZSTD);
				assertThat(pattern.compression().threshold()).hasToString("5120B");
				assertThat(pattern.maximumSize()).hasToString("3145728B");
				assertThat(pattern.encrypted()).isTrue();
				ValueSettings plain = manager.getCache("plain").settings().values();
				assertThat(plain.compression().type()).isEqualTo(CompressionType.NONE);
				assertThat(plain.encrypted()).isFalse();
			});
	}

	@Test
	void compressesAndEncryptsNothingUnlessSet() {
		this.runner.run((context) -> assertThat(
				context.getBean(CacheBridgeCacheManager.class).getCache("any").settings().values())
			.isEqualTo(ValueSettings.BUILT_IN));
	}

}
