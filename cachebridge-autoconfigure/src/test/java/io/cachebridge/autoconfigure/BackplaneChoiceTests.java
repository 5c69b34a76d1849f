package io.cachebridge.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.cachebridge.core.BackendRegistry;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which backplane is taken where none is named.
 */
class BackplaneChoiceTests {

	private static final Capability[] EVERYWHERE = { Capability.SHARED, Capability.REMOTE };

	private final Map<String, CacheBackend> stores = new TreeMap<>(
			Map.of("redis", new Store(EVERYWHERE), "dynamodb", new Store(EVERYWHERE), "archive", new Store(EVERYWHERE),
					"file", new Store(Capability.SHARED), "h2", new Store(), "memory", new Store()));

	private final Map<String, List<String>> pairs = new TreeMap<>();

	private final List<String> created = new ArrayList<>();

	private @Nullable String choose(String... backends) {
		Map<String, String> inUse = new TreeMap<>();
		Arrays.stream(backends).forEach((backend) -> inUse.put("the cache of " + backend, backend));
		new BackendChoices(new BackendRegistry(List.of(new Pairs()), this.stores), List.of(new Backplanes()),
				getClass().getClassLoader())
			.backplane("auto", "channel", inUse);
		return this.created.isEmpty() ? null : this.created.get(0);
	}

	@Test
	void takesThatOfTheStore() {
		assertThat(choose("memory", "redis", "archive")).isEqualTo("redis");
	}

	@Test
	void takesThatOfAStoreWhichOneHostShares() {
		assertThat(choose("file")).isEqualTo("file");
	}

	@Test
	void takesNoneWhereNothingIsShared() {
		assertThat(choose("memory", "h2")).isNull();
	}

	@Test
	void takesThatOfTheNearBackendWhereItIsTheSameForAllHosts() {
		this.pairs.put("cold", List.of("archive", "redis"));
		assertThat(choose("cold")).isEqualTo("redis");
	}

	@Test
	void takesNotThatOfANearBackendWhichEachHostHasForItself() {
		this.pairs.put("cold", List.of("archive", "file"));
		this.pairs.put("cool", List.of("archive", "h2"));
		assertThat(choose("cold", "cool")).isNull();
	}

	@Test
	void looksIntoPartsThatHaveParts() {
		this.pairs.put("cold", List.of("warm", "file"));
		this.pairs.put("warm", List.of("dynamodb", "memory"));
		assertThat(choose("cold")).isEqualTo("dynamodb");
	}

	@Test
	void takesTheOneThatReachesTheNodesOfAllCaches() {
		this.pairs.put("cold", List.of("dynamodb", "redis"));
		assertThat(choose("cold", "redis")).isEqualTo("redis");
	}

	@Test
	void tellsWhoseBackplaneCouldBeTaken() {
		assertThatExceptionOfType(InvalidCachePropertyException.class).isThrownBy(() -> choose("dynamodb", "redis"))
			.withMessageContaining("cachebridge.backplane.type")
			.withMessageContaining(
					"{dynamodb for 'the cache of dynamodb'=[dynamodb], " + "redis for 'the cache of redis'=[redis]}");
	}

	private final class Pairs implements CacheBackendProvider {

		@Override
		public String type() {
			return "pair";
		}

		@Override
		public Set<String> names() {
			return BackplaneChoiceTests.this.pairs.keySet();
		}

		@Override
		public List<String> parts(String name) {
			return BackplaneChoiceTests.this.pairs.getOrDefault(name, List.of());
		}

		@Override
		public CacheBackend create(String name, BackendLookup others) {
			return others.get(parts(name).get(0));
		}

	}

	private final class Backplanes implements BackplaneProvider {

		@Override
		public String type() {
			return "some";
		}

		@Override
		public Set<String> names() {
			return Set.of("redis", "dynamodb", "file", "h2");
		}

		@Override
		public Backplane create(String name, String channel) {
			BackplaneChoiceTests.this.created.add(name);
			return new Silence();
		}

	}

	private static final class Silence implements Backplane {

		@Override
		public void start(BackplaneListener listener) {
		}

		@Override
		public void publish(byte[] message) {
		}

		@Override
		public int maximumMessageBytes() {
			return 1000;
		}

		@Override
		public void close() {
		}

	}

	private static final class Store implements CacheBackend {

		private final Set<Capability> capabilities;

		Store(Capability... capabilities) {
			this.capabilities = Set.of(capabilities);
		}

		@Override
		public @Nullable StoredRecord get(String key) {
			return null;
		}

		@Override
		public void put(String key, StoredRecord record) {
		}

		@Override
		public Removal delete(String key) {
			return Removal.ABSENT;
		}

		@Override
		public BackendHealth health() {
			return BackendHealth.up(Duration.ZERO);
		}

		@Override
		public Set<Capability> capabilities() {
			return this.capabilities;
		}

	}

}
