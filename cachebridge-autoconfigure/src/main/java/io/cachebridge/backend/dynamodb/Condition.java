package io.cachebridge.backend.dynamodb;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * What must be true of an item for a write to happen.
 *
 * @param expression the condition, in DynamoDB's words
 * @param values what the expression names
 */
record Condition(String expression, Map<String, AttributeValue> values) {

	static final Condition ABSENT = new Condition("attribute_not_exists(k)", Map.of());

	/** The opposite of what {@link ItemFormat#header} takes for a record of ours. */
	private static final Condition FOREIGN = new Condition(
			"attribute_exists(k) AND (NOT f IN (:record, :reservation) OR NOT attribute_type(v, :binary)"
					+ " OR size(v) <> :length OR v = :none)",
			Map.of(":record", ItemFormat.RECORD, ":reservation", ItemFormat.RESERVATION, ":binary",
					AttributeValue.fromS("B"), ":length", ItemFormat.number(2L * Long.BYTES), ":none",
					ItemFormat.version(Version.NONE)));

	static Condition unchangedSince(@Nullable StoredRecord seen) {
		if (seen == null) {
			return ABSENT;
		}
		return seen.version().equals(Version.NONE) ? FOREIGN
				: new Condition("v = :seen", Map.of(":seen", ItemFormat.version(seen.version())));
	}

	/**
	 * Returns the values as a request has to name them.
	 * @return the values, {@code null} instead of none
	 */
	@Nullable Map<String, AttributeValue> valuesOrNull() {
		return this.values.isEmpty() ? null : this.values;
	}

}
