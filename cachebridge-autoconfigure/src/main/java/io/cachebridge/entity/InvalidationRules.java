package io.cachebridge.entity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.cachebridge.entity.CacheBridgeInvalidationProperties.Rule;

/**
 * Makes rules out of properties, or says why it cannot.
 */
final class InvalidationRules {

	private static final String PROPERTY = "cachebridge.invalidation.rules";

	private final @Nullable ClassLoader classLoader;

	InvalidationRules(@Nullable ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	List<InvalidationRule> of(CacheBridgeInvalidationProperties properties) {
		List<InvalidationRule> rules = new ArrayList<>();
		for (int i = 0; i < properties.rules().size(); i++) {
			rules.add(rule("%s[%d]".formatted(PROPERTY, i), properties.rules().get(i)));
		}
		return rules;
	}

	private InvalidationRule rule(String property, Rule rule) {
		if (!StringUtils.hasText(rule.entity()) && !StringUtils.hasText(rule.collection())) {
			throw new InvalidInvalidationRuleException(property + ".entity", rule.entity(),
					"the rule says neither of which class nor of which collection the entities are",
					"Set '%s.entity' to the name of a class, or '%s.collection' to that of a collection."
						.formatted(property, property));
		}
		return new InvalidationRule(property, entity(property + ".entity", rule.entity()),
				blankToNull(rule.collection()), rule.operations(), caches(property, rule), targets(property, rule));
	}

	private @Nullable Class<?> entity(String property, @Nullable String name) {
		if (!StringUtils.hasText(name)) {
			return null;
		}
		try {
			return ClassUtils.forName(name.trim(), this.classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw new InvalidInvalidationRuleException(property, name, "there is no such class",
					"Give the full name of a class on the class path, package included. To match entities of any class, set 'collection' instead.");
		}
	}

	private static List<String> caches(String property, Rule rule) {
		Set<String> caches = new LinkedHashSet<>(rule.caches());
		if (rule.cache() != null) {
			caches.add(rule.cache());
		}
		if (caches.isEmpty()) {
			throw new InvalidInvalidationRuleException(property + ".cache", null, "the rule names no cache",
					"Set '%s.cache' to the name of a cache, or '%s.caches' to several.".formatted(property, property));
		}
		for (String cache : caches) {
			if (!StringUtils.hasText(cache)) {
				String blank = property + (cache.equals(rule.cache()) ? ".cache" : ".caches");
				throw new InvalidInvalidationRuleException(blank, cache, "the name of the cache is blank",
						"Give the name of a cache.");
			}
		}
		return List.copyOf(caches);
	}

	private static @Nullable RuleTargets targets(String property, Rule rule) {
		String key = blankToNull(rule.key());
		if (key == null && rule.tags().isEmpty()) {
			if (!rule.allEntries()) {
				throw new InvalidInvalidationRuleException(property + ".key", rule.key(),
						"the rule does not say what to remove from the cache",
						"Set '%s.key' to an expression such as '#entity.id', or '%s.tags', or '%s.all-entries' to true."
							.formatted(property, property, property));
			}
			return null;
		}
		if (rule.allEntries()) {
			String both = property + ((key != null) ? ".key" : ".tags");
			throw new InvalidInvalidationRuleException(both, (key != null) ? key : rule.tags().toString(),
					"the rule is to evict %s and to clear the cache".formatted((key != null) ? "a key" : "by tag"),
					"Remove '%s' or '%s.all-entries'.".formatted(both, property));
		}
		List<RuleExpression> tags = new ArrayList<>();
		for (int i = 0; i < rule.tags().size(); i++) {
			tags.add(parse("%s.tags[%d]".formatted(property, i), rule.tags().get(i)));
		}
		return new RuleTargets((key != null) ? parse(property + ".key", key) : null, tags);
	}

	private static RuleExpression parse(String property, String text) {
		try {
			return new RuleExpression(property, KeyExpression.parse(text));
		}
		catch (RuntimeException ex) {
			throw new InvalidInvalidationRuleException(property, text, "not a usable expression, " + ex.getMessage(),
					"Write a SpEL expression over #entity, #old, #collection and #operation, such as '#entity.id', and quote it in YAML, where # begins a comment.");
		}
	}

	private static @Nullable String blankToNull(@Nullable String text) {
		return StringUtils.hasText(text) ? text : null;
	}

}
