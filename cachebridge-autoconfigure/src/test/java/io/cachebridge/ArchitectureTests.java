package io.cachebridge;

import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Holds who may import whom, so that any backend could become a jar of its own.
 */
class ArchitectureTests {

	private static final String BASE = "io.cachebridge.";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.cachebridge");

	static Stream<ArchRule> rules() {
		return Stream.of(
				ArchRuleDefinition.classes()
					.that()
					.resideInAPackage(BASE + "spi")
					.should()
					.onlyDependOnClassesThat()
					.resideInAnyPackage(BASE + "spi", "java..", "org.jspecify.."),
				onlyOurs("spi.support", "spi", "spi.support"), onlyOurs("codec", "spi", "spi.support", "codec"),
				onlyOurs("core", "spi", "spi.support", "codec", "core"), onlyOurs("entity", "spi", "core", "entity"),
				onlyOurs("autoconfigure", "spi", "spi.support", "codec", "core", "entity", "autoconfigure"),
				onlyOurs("metrics", "spi", "core", "autoconfigure", "metrics"),
				onlyOurs("health", "spi", "core", "autoconfigure", "health"),
				ArchRuleDefinition.noClasses()
					.that()
					.resideInAPackage(BASE + "backend..")
					.should()
					.dependOnClassesThat()
					.resideInAnyPackage(BASE + "core..", BASE + "codec..", BASE + "autoconfigure..", BASE + "entity..",
							BASE + "metrics..", BASE + "health.."),
				SlicesRuleDefinition.slices()
					.matching(BASE + "backend.(*)..")
					.should()
					.notDependOnEachOther()
					.allowEmptyShould(true),
				SlicesRuleDefinition.slices().matching(BASE + "(*)..").should().beFreeOfCycles(),
				ArchRuleDefinition.classes()
					.that()
					.resideInAPackage(BASE + "backend..")
					.and()
					.arePublic()
					.should()
					.beAnnotatedWith(AutoConfiguration.class)
					.orShould()
					.beAnnotatedWith(ConfigurationProperties.class)
					.orShould()
					.beAssignableTo(ConnectionDetails.class)
					.orShould()
					.beMemberClasses()
					.allowEmptyShould(true),
				ArchRuleDefinition.classes()
					.that()
					.areAnnotatedWith(AutoConfiguration.class)
					.should()
					.bePublic()
					.andShould()
					.haveModifier(JavaModifier.FINAL),
				ArchRuleDefinition.methods()
					.that()
					.areDeclaredInClassesThat()
					.areAnnotatedWith(AutoConfiguration.class)
					.should()
					.notBePublic(),
				ArchRuleDefinition.fields().that().areStatic().should().beFinal().andShould(notHoldAnythingMutable()));
	}

	@ParameterizedTest
	@MethodSource("rules")
	void isKept(ArchRule rule) {
		rule.check(CLASSES);
	}

	private static ArchRule onlyOurs(String from, String... to) {
		String[] allowed = Stream.of(to).map(BASE::concat).toArray(String[]::new);
		return ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(BASE + from)
			.should(new ArchCondition<>("depend on ours only in " + String.join(", ", allowed)) {

				@Override
				public void check(JavaClass origin, ConditionEvents events) {
					origin.getDirectDependenciesFromSelf()
						.stream()
						.filter((dependency) -> dependency.getTargetClass().getPackageName().startsWith(BASE))
						.filter((dependency) -> !Set.of(allowed).contains(dependency.getTargetClass().getPackageName()))
						.forEach((dependency) -> events
							.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
				}

			})
			.allowEmptyShould(true);
	}

	private static ArchCondition<JavaField> notHoldAnythingMutable() {
		return new ArchCondition<>("not hold a map or collection that may change") {

			@Override
			public void check(JavaField field, ConditionEvents events) {
				if (field.getRawType().isAssignableTo(ConcurrentMap.class)) {
					events.add(SimpleConditionEvent.violated(field, field.getDescription()));
				}
			}

		};
	}

}
