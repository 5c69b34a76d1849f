package io.cachebridge.entity;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyExpressionTests {

	private final EntityChange<Product> change = EntityChange.updated(new Product(1L, "new"), new Product(1L, "old"));

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			#entity.slug                          | new
			#old.slug                             | old
			#collection + ':' + #entity.id        | product:1
			#operation                            | updated
			#entity.getSlug().toUpperCase()       | NEW
			#operation == 'updated' ? 'yes' : 'no'| yes
			#old?.slug ?: #entity.slug            | old
			'all'                                 | all
			""")
	void readsChange(String expression, String key) {
		assertThat(KeyExpression.parse(expression).keysOf(this.change)).containsExactly(key);
	}

	@Test
	void readsBeansRecordsFieldsAndMaps() {
		KeyExpression id = KeyExpression.parse("#entity.id");
		assertThat(id.keysOf(EntityChange.created(new Product(1L, "a")))).containsExactly(1L);
		assertThat(id.keysOf(EntityChange.created(new ApiKey(2, "a")))).containsExactly(2);
		assertThat(id.keysOf(EntityChange.created(new WithField()))).containsExactly("three");
		assertThat(KeyExpression.parse("#entity['id']").keysOf(EntityChange.created(Map.of("id", 4))))
			.containsExactly(4);
	}

	@Test
	void takesEachElementAsKey() {
		assertThat(KeyExpression.parse("{#entity.slug, #old.slug, #entity.slug}").keysOf(this.change))
			.containsExactly("new", "old");
		assertThat(KeyExpression.parse("#entity.slug.toCharArray()").keysOf(this.change)).containsExactly('n', 'e',
				'w');
		assertThat(KeyExpression.parse("#entity.tags.![toUpperCase() + #this]").keysOf(this.change))
			.containsExactly("NEW-Anew-a", "NEW-Bnew-b");
	}

	@Test
	void takesNothingAsNoKey() {
		assertThat(KeyExpression.parse("#entity.id").keysOf(EntityChange.created(new Product(null, "a")))).isEmpty();
		assertThat(KeyExpression.parse("{#entity.id, #old?.id}").keysOf(EntityChange.created(new Product(null, "a"))))
			.isEmpty();
		assertThat(KeyExpression.parse("#entity.parent").keysOf(this.change)).isEmpty();
	}

	@Test
	void findsNothingInOldStateOfNewEntity() {
		KeyExpression old = KeyExpression.parse("#old.slug");
		assertThat(old.keysOf(EntityChange.created(new Product(1L, "a")))).isEmpty();
		assertThat(old.keysOf(EntityChange.deleted(new Product(1L, "a")))).containsExactly("a");
	}

	@Test
	void failsIfOldStateIsNotKnown() {
		EntityChange<Product> unknown = EntityChange.updated(new Product(1L, "a"));
		for (String key : List.of("#old.slug", "#old?.slug", "{#entity.slug, #old?.slug}")) {
			assertThatExceptionOfType(RuntimeException.class).as(key)
				.isThrownBy(() -> KeyExpression.parse(key).keysOf(unknown));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "#entity.", "#entiy.id", "entity.id", "id", "id()", "#entity.id + other", "@bean.id",
			"T(java.lang.Runtime).getRuntime()", "new String('a')", "#entity = 1", "#function(1)", "#this", "#root.id",
			"{#entity.id, id}" })
	void refusesWhatCannotBeEvaluated(String expression) {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> KeyExpression.parse(expression));
	}

	@Test
	void cannotReachClasses() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> KeyExpression.parse("#entity.getClass().getName()").keysOf(this.change));
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> KeyExpression.parse("#entity.class.classLoader").keysOf(this.change));
	}

	public static final class WithField {

		public final String id = "three";

	}

}
