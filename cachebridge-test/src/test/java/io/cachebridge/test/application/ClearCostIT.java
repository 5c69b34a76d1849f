package io.cachebridge.test.application;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.test.server.RedisServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What it costs Redis to remove all entries at once.
 */
class ClearCostIT {

	private static final int ENTRIES = 1_000_000;

	private static final String TAG = "tag";

	private static final int PORTION = 50_000;

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.exclusive();

	private final String prefix = UUID.randomUUID().toString();

	private Node node;

	@BeforeEach
	void start() {
		this.node = Node.start(redis, "cachebridge.key-prefix=" + this.prefix);
	}

	@AfterEach
	void stop() {
		this.node.close();
	}

	@Test
	void clearingAMillionCostsAsMuchAsClearingNothing() {
		CacheBridgeCache cache = this.node.cache("names");
		costsAsMuchAsOnAnEmptyCache(cache, cache::clear, 4);
	}

	@Test
	void evictingAMillionByTagCostsAsMuchAsEvictingNothing() {
		CacheBridgeCache cache = this.node.cache("names");
		costsAsMuchAsOnAnEmptyCache(cache, () -> cache.evictByTag(TAG), 6);
	}

	private void costsAsMuchAsOnAnEmptyCache(CacheBridgeCache cache, Runnable eviction, int mostCommands) {
		put(cache);
		String place = String.valueOf(((List<?>) redis.command("KEYS", this.prefix + ":names:*0")).get(0));
		eviction.run();

		Map<String, Long> ofNothing = leastCommandsOf(eviction, () -> {
		});
		Map<String, Long> ofAMillion = leastCommandsOf(eviction, () -> fill(cache, place));

		assertThat(ofAMillion).isEqualTo(ofNothing).containsEntry("publish", 1L);
		assertThat(sum(ofAMillion)).isLessThanOrEqualTo(mostCommands);
		assertThat(cache.get("0")).isNull();
		assertThat(cache.get(String.valueOf(ENTRIES - 1))).isNull();
	}

	private static void put(CacheBridgeCache cache) {
		cache.put("0", "value", Set.of(TAG));
	}

	// The server copies one record, which takes seconds and not a minute
	private static void fill(CacheBridgeCache cache, String place) {
		put(cache);
		for (int from = 0; from < ENTRIES; from += PORTION) {
			redis.command("EVAL", """
					local record = redis.call('GET', KEYS[1])
					local stem = string.sub(KEYS[1], 1, -2)
					for i = ARGV[1], ARGV[2] do redis.call('SET', stem .. i, record) end
					""", "1", place, String.valueOf(from), String.valueOf(from + PORTION - 1));
		}
		assertThat(redis.command("DBSIZE")).asInstanceOf(InstanceOfAssertFactories.LONG)
			.isGreaterThanOrEqualTo(ENTRIES);
		assertThat(cache.get(String.valueOf(ENTRIES - 1), String.class)).isEqualTo("value");
	}

	// Twice, because something of the connection's own may come in between
	private static Map<String, Long> leastCommandsOf(Runnable action, Runnable preparation) {
		return Stream.generate(() -> {
			preparation.run();
			return commandsOf(action);
		}).limit(2).min(Comparator.comparing(ClearCostIT::sum)).orElseThrow();
	}

	private static long sum(Map<String, Long> commands) {
		return commands.values().stream().mapToLong(Long::longValue).sum();
	}

	private static Map<String, Long> commandsOf(Runnable action) {
		Map<String, Long> before = commands();
		action.run();
		Map<String, Long> after = commands();
		after.replaceAll((command, calls) -> calls - before.getOrDefault(command, 0L));
		after.remove("info");
		after.values().removeIf((calls) -> calls == 0);
		return after;
	}

	private static Map<String, Long> commands() {
		Map<String, Long> calls = new TreeMap<>();
		Matcher matcher = Pattern.compile("cmdstat_(\\S+):calls=(\\d+)")
			.matcher(String.valueOf(redis.command("INFO", "commandstats")));
		while (matcher.find()) {
			calls.put(matcher.group(1), Long.valueOf(matcher.group(2)));
		}
		return calls;
	}

}
