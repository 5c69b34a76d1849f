package io.cachebridge.spi.support;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NamedInstancesTests {

	@Test
	void namesTheTypeToo() {
		assertThat(instances().names()).containsExactly("archive", "shelf");
		assertThat(instances().path("shelf")).isEqualTo("cachebridge.shelf");
		assertThat(instances().path("archive")).isEqualTo("cachebridge.shelf.instances.archive");
	}

	@Test
	void bindsTheTypeWithoutItsInstances() {
		Shelf shelf = instances("cachebridge.shelf.bucket=acme", "cachebridge.shelf.instances.archive.bucket=old")
			.get("shelf");
		assertThat(shelf.bucket()).isEqualTo("acme");
		assertThat(shelf.timeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(shelf.instances()).containsOnlyKeys("archive");
	}

	@Test
	void inheritsWhatAnInstanceDoesNotSet() {
		Shelf archive = instances("cachebridge.shelf.bucket=acme", "cachebridge.shelf.timeout=5s",
				"cachebridge.shelf.labels.a=b", "cachebridge.shelf.nested.deep-value=7",
				"cachebridge.shelf.instances.archive.bucket=old")
			.get("archive");
		assertThat(archive.bucket()).isEqualTo("old");
		assertThat(archive.timeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(archive.labels()).containsEntry("a", "b");
		assertThat(archive.nested().deepValue()).isEqualTo(7);
		assertThat(archive.instances()).isEmpty();
	}

	@Test
	void overridesInPartsAndByHigherSources() {
		Shelf archive = instances("cachebridge.shelf.nested.deep-value=7", "cachebridge.shelf.nested.other=8",
				"cachebridge.shelf.instances.archive.nested.other=9")
			.get("archive");
		assertThat(archive.nested()).isEqualTo(new Nested(7, 9));
	}

	@Test
	void knowsNamesOfAnyCharacters() {
		for (String name : List.of("old-archive", "archive.2024", "Archive")) {
			String place = name.equals("old-archive") ? "old-archive" : "[" + name + "]";
			assertThat(named(name, "cachebridge.shelf.instances.%s.bucket=old".formatted(place))).as(name)
				.isEqualTo("old");
			assertThat(named(name, "cachebridge.shelf.instances[%s].bucket=old".formatted(name))).as(name)
				.isEqualTo("old");
		}
	}

	@Test
	void tellsWhatIsInherited() {
		NamedInstances<Shelf> instances = instances("cachebridge.shelf.timeout=5s",
				"cachebridge.shelf.instances.archive.bucket=old");
		assertThat(instances.inherits("archive", Shelf::timeout)).isTrue();
		assertThat(instances.inherits("archive", Shelf::bucket)).isFalse();
		assertThat(instances.inherits("shelf", Shelf::bucket)).isTrue();
	}

	private static @Nullable String named(String name, String property) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(property, "cachebridge.shelf.bucket=acme").applyTo(environment);
		return NamedInstances.of("shelf", Shelf.class, environment, List.of(name)).get(name).bucket();
	}

	@Test
	void refusesAnInstanceThatIsCalledAsTheType() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> named("shelf", "cachebridge.shelf.instances.shelf.bucket=a"))
			.withMessageStartingWith("'cachebridge.shelf.instances.shelf' would be ignored")
			.withMessageEndingWith("are at 'cachebridge.shelf'; move them there");
	}

	@Test
	void refusesInstancesOfInstances() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> instances("cachebridge.shelf.instances.archive.instances.old.bucket=a"))
			.withMessageStartingWith("'cachebridge.shelf.instances.archive.instances' would be ignored");
	}

	@Test
	void hasDefaultsWhereNothingIsSet() {
		assertThat(instances().get("archive").timeout()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void resolvesPlaceholders() {
		assertThat(instances("name=acme", "cachebridge.shelf.bucket=${name}").get("archive").bucket())
			.isEqualTo("acme");
	}

	private static NamedInstances<Shelf> instances(String... properties) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties).applyTo(environment);
		return NamedInstances.of("shelf", Shelf.class, environment, List.of("archive"));
	}

	record Shelf(@Nullable String bucket, @DefaultValue("1s") Duration timeout,
			@DefaultValue Map<String, String> labels, @DefaultValue Nested nested,
			@DefaultValue Map<String, Shelf> instances) {

	}

	record Nested(@DefaultValue("1") int deepValue, @DefaultValue("2") int other) {

	}

}
