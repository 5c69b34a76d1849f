package io.cachebridge.autoconfigure;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.cachebridge.backend.file.CacheBridgeFileAutoConfiguration;
import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.codec.Codecs;
import io.cachebridge.codec.ForyCodec;
import io.cachebridge.codec.SmileCodec;
import io.cachebridge.codec.TypeAllowList;
import io.cachebridge.fixture.Analyses;
import io.cachebridge.spi.ValueCodec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which codecs there are.
 */
class CacheBridgeCodecAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeAutoConfiguration.class,
				CacheBridgeCachingAutoConfiguration.class, CacheBridgeCodecAutoConfiguration.class,
				CacheBridgeFileAutoConfiguration.class, CacheBridgeMemoryAutoConfiguration.class));

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	static Stream<Arguments> libraries() {
		return Stream.of(
				Arguments.of("tools.jackson", Set.of("fory", "jdk", "raw"), "json",
						"org.springframework.boot:spring-boot-starter-jackson"),
				Arguments.of("tools.jackson.dataformat", Set.of("fory", "jdk", "json", "raw"), "smile",
						"tools.jackson.dataformat:jackson-dataformat-smile"),
				Arguments.of("org.apache.fory", Set.of("jdk", "json", "raw", "smile"), "fory",
						"org.apache.fory:fory-core"));
	}

	@Test
	void allOfThemAreThereWithTheirLibraries() {
		this.runner.run((context) -> assertThat(context.getBean(Codecs.class).ids()).containsExactly("fory", "jdk",
				"json", "raw", "smile"));
	}

	@Test
	void noneIsThereIfCachingByThisLibraryIsOff() {
		this.runner.withPropertyValues("cachebridge.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ValueCodec.class));
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void oneIsNotThereWithoutItsLibraryWhichIsNamed(String missing, Set<String> left, String codec, String dependency) {
		ApplicationContextRunner without = this.runner.withClassLoader(new FilteredClassLoader(missing));
		without.withPropertyValues("cachebridge.defaults.remote.codec=jdk")
			.run((context) -> assertThat(context.getBean(Codecs.class).ids()).isEqualTo(left));
		without.withPropertyValues("cachebridge.caches.a.remote.codec=" + codec).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.contains("Property 'cachebridge.caches.a.remote.codec' is '" + codec + "'");
			assertThat(analysis.getAction()).contains("The codec '%s' needs %s".formatted(codec, dependency));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "json", "smile", "fory", "jdk", "own" })
	void valuesComeBackFromAStore(String codec) {
		ApplicationContextRunner stored = this.runner.withUserConfiguration(OwnCodec.class)
			.withPropertyValues("cachebridge.default-backend=file", "cachebridge.file.directory=" + this.directory,
					"cachebridge.key-prefix=app", "cachebridge.caches.a.remote.codec=" + codec,
					"cachebridge.codec.allowed-packages=" + Thing.class.getName(),
					"cachebridge.codec.fory.classes=" + Thing.class.getName());
		Object value = "own".equals(codec) ? "text" : List.of(new Thing("a", 1L), 2L);
		stored.run((context) -> cache(context.getBean(CacheManager.class)).put("key", value));
		stored.run((context) -> {
			Cache.ValueWrapper found = cache(context.getBean(CacheManager.class)).get("key");
			assertThat(found).isNotNull();
			assertThat(found.get()).isEqualTo(value);
		});
	}

	@Test
	void theCodecsOfTheUserWin() {
		this.runner.withUserConfiguration(UserCodecs.class).run((context) -> {
			assertThat(context.getBean(Codecs.class).get("smile")).isSameAs(context.getBean("mySmile"));
			assertThat(context.getBean(Codecs.class).get("fory")).isSameAs(context.getBean("myFory"));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.acme.Gone", "java.lang.String" })
	void namesAClassThatCannotBeRegistered(String name) {
		this.runner.withPropertyValues("cachebridge.codec.fory.classes=" + name).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.contains("Property 'cachebridge.codec.fory.classes' is '" + name + "'", "no such class");
			assertThat(analysis.getAction()).contains("Name classes in full");
		});
	}

	private static Cache cache(CacheManager manager) {
		Cache cache = manager.getCache("a");
		assertThat(cache).isNotNull();
		return cache;
	}

	record Thing(String name, long number) implements java.io.Serializable {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCodec {

		@Bean
		ValueCodec ownCodec() {
			return new ValueCodec() {

				@Override
				public String id() {
					return "own";
				}

				@Override
				public byte[] encode(Object value, Type type) {
					return ("own " + value).getBytes(StandardCharsets.UTF_8);
				}

				@Override
				public Object decode(byte[] bytes, Type type) {
					return new String(bytes, StandardCharsets.UTF_8).substring("own ".length());
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserCodecs {

		@Bean
		SmileCodec mySmile(TypeAllowList allowed) {
			return new SmileCodec(tools.jackson.databind.json.JsonMapper.shared(), allowed);
		}

		@Bean
		ForyCodec myFory(TypeAllowList allowed) {
			return new ForyCodec(allowed, List.of());
		}

	}

}
