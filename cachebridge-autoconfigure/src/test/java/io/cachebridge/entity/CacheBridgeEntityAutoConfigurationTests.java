package io.cachebridge.entity;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.fixture.Analyses;
import io.cachebridge.fixture.Managers;

import static org.assertj.core.api.Assertions.assertThat;

class CacheBridgeEntityAutoConfigurationTests {

	private static final String RULE = "cachebridge.invalidation.rules[0].";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeEntityAutoConfiguration.class))
		.withBean("cacheManager", CacheBridgeCacheManager.class, () -> Managers.fixed("products", "slugs"));

	private final ApplicationContextRunner byEntity = this.runner.withPropertyValues(
			RULE + "entity=" + Product.class.getName(), RULE + "cache=products", RULE + "key=#entity.id");

	@Test
	void evictsKeyOfChangedEntity() {
		this.byEntity.run((context) -> {
			Cache cache = filled(context, "products");
			context.publishEvent(EntityChange.updated(new Product(1L, "a")));
			assertThat(cache.get(1L)).isNull();
			assertThat(cache.get(2L)).isNotNull();
		});
	}

	@Test
	void ignoresOtherEntities() {
		this.byEntity.run((context) -> {
			Cache cache = filled(context, "products");
			context.publishEvent(EntityChange.updated(new ApiKey(1, "a")));
			context.publishEvent("some other event");
			assertThat(cache.get(1L)).isNotNull();
		});
	}

	@Test
	void followsSubclassesAndProxies() {
		this.byEntity.run((context) -> {
			Cache cache = filled(context, "products");
			context.publishEvent(EntityChange.updated(new Product(1L, "a") {
			}));
			assertThat(cache.get(1L)).isNull();
			ProxyFactory proxies = new ProxyFactory(new Phone());
			proxies.setProxyTargetClass(true);
			context.publishEvent(EntityChange.updated(proxies.getProxy()));
			assertThat(cache.get(2L)).isNull();
		});
	}

	@Test
	void followsCollection() {
		this.runner.withPropertyValues(RULE + "collection=goods", RULE + "cache=products", RULE + "key=#entity")
			.run((context) -> {
				Cache cache = filled(context, "products");
				context.publishEvent(EntityChange.deleted(1L));
				assertThat(cache.get(1L)).isNotNull();
				context.publishEvent(EntityChange.deleted(1L).in("goods"));
				assertThat(cache.get(1L)).isNull();
			});
	}

	@Test
	void followsOnlyOperationsOfRule() {
		this.byEntity.withPropertyValues(RULE + "operations=updated,deleted").run((context) -> {
			Cache cache = filled(context, "products");
			context.publishEvent(EntityChange.created(new Product(1L, "a")));
			assertThat(cache.get(1L)).isNotNull();
			context.publishEvent(EntityChange.deleted(new Product(1L, "a")));
			assertThat(cache.get(1L)).isNull();
		});
	}

	@Test
	void clearsAllCachesOfRule() {
		this.runner
			.withPropertyValues(RULE + "collection=product", RULE + "caches=products,slugs", RULE + "all-entries=true")
			.run((context) -> {
				Cache products = filled(context, "products");
				Cache slugs = filled(context, "slugs");
				context.publishEvent(EntityChange.updated(new Product(9L, "a")));
				assertThat(products.get(1L)).isNull();
				assertThat(slugs.get(1L)).isNull();
			});
	}

	@Test
	void appliesAllRulesThatMatch() {
		this.byEntity
			.withPropertyValues("cachebridge.invalidation.rules[1].collection=product",
					"cachebridge.invalidation.rules[1].cache=slugs",
					"cachebridge.invalidation.rules[1].key={#entity.slug, #old.slug}")
			.run((context) -> {
				Cache products = filled(context, "products");
				Cache slugs = filled(context, "slugs");
				slugs.put("new", "a");
				slugs.put("old", "a");
				context.publishEvent(EntityChange.updated(new Product(1L, "new"), new Product(1L, "old")));
				assertThat(products.get(1L)).isNull();
				assertThat(slugs.get("new")).isNull();
				assertThat(slugs.get("old")).isNull();
				assertThat(slugs.get(1L)).isNotNull();
			});
	}

	@Test
	void evictsByTag() {
		this.runner
			.withPropertyValues(RULE + "collection=product", RULE + "cache=products",
					RULE + "tags[0]='slug:' + #entity.slug", RULE + "tags[1]=#entity.tags")
			.run((context) -> {
				CacheBridgeCache cache = tagged(context);
				context.publishEvent(EntityChange.updated(new Product(1L, "a")));
				assertThat(cache.get("of slug")).isNull();
				assertThat(cache.get("of tag")).isNull();
				assertThat(cache.get(1L)).isNotNull();
			});
	}

	@Test
	void evictsByTagBesideKey() {
		this.byEntity.withPropertyValues(RULE + "tags='slug:' + #entity.slug").run((context) -> {
			CacheBridgeCache cache = tagged(context);
			context.publishEvent(EntityChange.updated(new Product(1L, "a")));
			assertThat(cache.get("of slug")).isNull();
			assertThat(cache.get(1L)).isNull();
			assertThat(cache.get("of tag")).isNotNull();
			assertThat(cache.get(2L)).isNotNull();
		});
	}

	private static CacheBridgeCache tagged(AssertableApplicationContext context) {
		CacheBridgeCache cache = (CacheBridgeCache) filled(context, "products");
		cache.put("of slug", "value", Set.of("slug:a"));
		cache.put("of tag", "value", Set.of("a-b"));
		return cache;
	}

	@Test
	void doesNothingWhenDisabled() {
		this.byEntity.withPropertyValues("cachebridge.invalidation.enabled=false").run((context) -> {
			Cache cache = filled(context, "products");
			context.publishEvent(EntityChange.updated(new Product(1L, "a")));
			assertThat(context).doesNotHaveBean(EntityChangeListener.class);
			assertThat(cache.get(1L)).isNotNull();
		});
	}

	@Test
	void backsOffWithoutManager() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeEntityAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EntityChangeListener.class));
	}

	@Test
	void actsAtOnceWithoutTransactionLibrary() {
		this.byEntity.withClassLoader(new FilteredClassLoader("org.springframework.transaction")).run((context) -> {
			assertThat(context).hasNotFailed();
			Cache cache = filled(context, "products");
			context.publishEvent(EntityChange.updated(new Product(1L, "a")));
			assertThat(cache.get(1L)).isNull();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			-                   | -       | products | #entity.id | -    | entity | which class
			com.acme.Nothing    | -       | products | #entity.id | -    | entity | no such class
			-                   | product | -        | #entity.id | -    | cache  | names no cache
			-                   | product | unknown  | #entity.id | -    | cache  | only [products, slugs]
			-                   | product | products | -          | -    | key    | what to remove
			-                   | product | products | #entity.id | true | key    | evict a key and to clear
			-                   | product | products | #entity.   | -    | key    | not a usable expression
			-                   | product | products | #entiy.id  | -    | key    | there is no '#entiy'
			""")
	void explainsRuleThatMakesNoSense(@Nullable String entity, @Nullable String collection, @Nullable String cache,
			@Nullable String key, @Nullable String allEntries, String property, String reason) {
		this.runner
			.withPropertyValues(property("entity", entity), property("collection", collection),
					property("cache", cache), property("key", key), property("all-entries", allEntries),
					RULE + "operations=updated")
			.run((context) -> {
				FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("'" + RULE + property + "'", reason);
				assertThat(analysis.getAction()).isNotBlank();
				assertThat(analysis.getCause()).isInstanceOf(InvalidInvalidationRuleException.class);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			false | #entity.   | tags[0] | not a usable expression
			false | #entiy.id  | tags[0] | there is no '#entiy'
			true  | #entity.id | tags    | evict by tag and to clear
			""")
	void explainsTagsThatMakeNoSense(String allEntries, String tag, String property, String reason) {
		this.runner
			.withPropertyValues(RULE + "collection=product", RULE + "cache=products", RULE + "tags=" + tag,
					RULE + "all-entries=" + allEntries)
			.run((context) -> assertThat(Analyses.of(context.getStartupFailure()).getDescription())
				.contains("'" + RULE + property + "'", reason));
	}

	@Test
	void explainsBlankCache() {
		this.runner
			.withPropertyValues(RULE + "collection=product", RULE + "key=#entity.id", RULE + "caches[0]=products",
					RULE + "caches[1]= ")
			.run((context) -> assertThat(Analyses.of(context.getStartupFailure()).getDescription())
				.contains("'" + RULE + "caches'", "blank"));
	}

	@Test
	void explainsOperationThatDoesNotExist() {
		this.byEntity.withPropertyValues(RULE + "operations=modified")
			.run((context) -> assertThat(Analyses.of(context.getStartupFailure()).getDescription())
				.contains(RULE + "operations", "modified"));
	}

	@Test
	void explainsMisspeltProperty() {
		this.byEntity.withPropertyValues(RULE + "operation=deleted")
			.run((context) -> assertThat(Analyses.of(context.getStartupFailure()).getDescription())
				.contains(RULE + "operation"));
	}

	private static String property(String name, @Nullable String value) {
		return (value != null) ? RULE + name + "=" + value : "unset." + name + "=";
	}

	private static Cache filled(AssertableApplicationContext context, String name) {
		Cache cache = context.getBean(CacheBridgeCacheManager.class).getCache(name);
		assertThat(cache).isNotNull();
		cache.put(1L, "one");
		cache.put(2L, "two");
		return cache;
	}

	static class Phone extends Product {

		Phone() {
			super(2L, "phone");
		}

	}

}
