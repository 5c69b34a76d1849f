package io.cachebridge.entity;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of what changes of entities mean for caches.
 *
 * @param enabled Whether published changes of entities touch caches.
 * @param rules What changes of entities mean for caches. All rules that a change matches
 * are applied.
 */
@ConfigurationProperties(prefix = "cachebridge.invalidation", ignoreUnknownFields = false)
public record CacheBridgeInvalidationProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<Rule> rules) {

	public CacheBridgeInvalidationProperties {
		rules = List.copyOf(rules);
	}

	/**
	 * What the changes of some entities mean for some caches.
	 *
	 * @param entity Name of the class of the entities. Those of its subclasses and
	 * proxies match, too.
	 * @param collection Name of the collection of the entities. Together with a class,
	 * both must match.
	 * @param operations What must have been done to an entity: created, updated, deleted.
	 * Anything unless set.
	 * @param cache Name of the cache that holds values made from the entities.
	 * @param caches Names of the caches, if there are several.
	 * @param key Expression that tells the key to evict from '#entity', '#old' (the state
	 * before an update or a deletion), '#collection' and '#operation'. Each element of a
	 * list is a key; null is none. To evict under the new key and the old one, list both,
	 * as in '{#entity.slug, #old?.slug}'. If it cannot be evaluated, the caches are
	 * cleared.
	 * @param tags Expressions that tell tags to evict by, as "'category:' +
	 * #entity.categoryId", with the same variables as the key. Each element of a list is
	 * a tag; null is none. Beside a key or instead of one. If one cannot be evaluated, or
	 * gives what cannot be a tag, the caches are cleared.
	 * @param allEntries Whether to clear the caches instead of evicting a key or by tag.
	 */
	public record Rule(@Nullable String entity, @Nullable String collection,
			@DefaultValue Set<EntityOperation> operations, @Nullable String cache, @DefaultValue List<String> caches,
			@Nullable String key, @DefaultValue List<String> tags, @DefaultValue("false") boolean allEntries) {

		public Rule {
			operations = Set.copyOf(operations);
			caches = List.copyOf(caches);
			tags = List.copyOf(tags);
		}

	}

}
