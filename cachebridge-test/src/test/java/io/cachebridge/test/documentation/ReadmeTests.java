package io.cachebridge.test.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import io.cachebridge.core.BackendRegistry;
import io.cachebridge.metrics.CacheBridgeMeters;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the README tells the truth.
 */
class ReadmeTests {

	private static final Path README = Path.of("..", "README.md");

	private static final Pattern PROPERTY = Pattern.compile("\"name\": \"cachebridge\\.([a-z.-]+)\",\\s*\"type\"");

	/**
	 * What stores cannot do without, and what they need to show all that they can.
	 */
	private static final String[] REQUIRED = { "cachebridge.file.directory=unused",
			"cachebridge.jdbc.url=jdbc:postgresql://localhost/nowhere", "cachebridge.http.url=http://127.0.0.1:1/{key}",
			"cachebridge.http.compare-and-set=enabled", "cachebridge.http.time-to-live-parameter=ttl",
			"cachebridge.http.listing-url=http://127.0.0.1:1/?prefix={prefix}" };

	@Test
	void listsEveryBackendWithItsCapabilities() throws IOException {
		Map<String, Map<String, Boolean>> documented = stores();
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues(REQUIRED)
			.withPropertyValues("cachebridge.s3.bucket=acme-cache", "cachebridge.s3.region=eu-central-1",
					"cachebridge.s3.compare-and-set=enabled")
			.run((context) -> assertThat(documented).isEqualTo(actual(context.getBean(BackendRegistry.class),
					backplanes(context.getBeansOfType(BackplaneProvider.class)))));
	}

	@Test
	void listsEveryProperty() throws IOException {
		String readme = Files.readString(README) + Files.readString(Path.of("..", "docs", "stores.md"));
		Set<String> missing = properties().stream()
			.filter((property) -> !readme.contains("`" + property + "`") && !readme.contains("`" + property + "[]`"))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(missing).isEmpty();
	}

	@Test
	void explainsEveryMeter() throws Exception {
		String meters = Files.readString(Path.of("..", "docs", "meters.md"));
		for (Field name : CacheBridgeMeters.class.getFields()) {
			assertThat(meters).contains("`" + name.get(null) + "`");
		}
	}

	private static Map<String, Map<String, Boolean>> stores() throws IOException {
		List<List<String>> rows = Files.readAllLines(README)
			.stream()
			.dropWhile((line) -> !line.startsWith("| backend | `"))
			.takeWhile((line) -> line.startsWith("|"))
			.map((line) -> Arrays.stream(line.substring(1).split("\\|")).map(ReadmeTests::plain).toList())
			.toList();
		Map<String, Map<String, Boolean>> stores = new TreeMap<>();
		List<String> columns = rows.get(0);
		for (List<String> row : rows.subList(2, rows.size())) {
			Map<String, Boolean> features = new LinkedHashMap<>();
			for (int i = 1; i < columns.size(); i++) {
				assertThat(row.get(i)).isIn("yes", "–");
				features.put(columns.get(i), row.get(i).equals("yes"));
			}
			stores.put(row.get(0), features);
		}
		return stores;
	}

	private static String plain(String cell) {
		return cell.replace("`", "").strip();
	}

	private static Map<String, Map<String, Boolean>> actual(BackendRegistry backends, Set<String> backplanes) {
		Map<String, Map<String, Boolean>> actual = new TreeMap<>();
		for (String name : backends.names()) {
			Map<String, Boolean> features = new LinkedHashMap<>();
			for (Capability capability : Capability.values()) {
				features.put(capability.name(), backends.get(name).capabilities().contains(capability));
			}
			features.put("backplane", backplanes.contains(name));
			actual.put(name, features);
		}
		return actual;
	}

	private static Set<String> backplanes(Map<String, BackplaneProvider> providers) {
		return providers.values()
			.stream()
			.map(BackplaneProvider::names)
			.flatMap(Set::stream)
			.collect(Collectors.toSet());
	}

	private static Set<String> properties() throws IOException {
		Set<String> properties = new TreeSet<>();
		for (var metadata : Collections
			.list(ReadmeTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream content = metadata.openStream()) {
				String json = new String(content.readAllBytes(), StandardCharsets.UTF_8);
				PROPERTY.matcher(json.substring(json.indexOf("\"properties\":")))
					.results()
					.map((match) -> match.group(1))
					.flatMap(ReadmeTests::named)
					.forEach(properties::add);
			}
		}
		assertThat(properties).contains("default-backend", "time-to-live", "redis.timeout");
		return properties;
	}

	private static Stream<String> named(String property) {
		int ofEachStore = property.indexOf(".circuit-breaker.");
		if (ofEachStore > 0) {
			return Stream.of(property.substring(ofEachStore + 1));
		}
		boolean ofEachCache = property.startsWith("defaults.");
		boolean collection = Set.of("caches", "patterns", "defaults.backend").contains(property);
		return collection ? Stream.empty()
				: Stream.of(ofEachCache ? property.substring("defaults.".length()) : property);
	}

	/**
	 * An application with everything that is on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
