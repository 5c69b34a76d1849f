package io.cachebridge.entity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Tells what a rule evicts.
 *
 * @param key tells the keys, {@code null} if the rule evicts by tag only
 * @param tags tell the tags
 */
record RuleTargets(@Nullable RuleExpression key, List<RuleExpression> tags) {

	RuleTargets {
		tags = List.copyOf(tags);
	}

	/**
	 * Returns what to evict.
	 * @param change the change
	 * @return the keys and the tags
	 * @throws IllegalStateException if they cannot be told
	 */
	Invalidation.Targets of(EntityChange<?> change) {
		Set<Object> keys = (this.key != null) ? this.key.keysOf(change) : Set.of();
		Set<String> tagsOfChange = new LinkedHashSet<>();
		this.tags.forEach((tag) -> tagsOfChange.addAll(tag.tagsOf(change)));
		return new Invalidation.Targets(keys, tagsOfChange);
	}

}
