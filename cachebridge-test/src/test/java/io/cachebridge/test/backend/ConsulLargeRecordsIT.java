package io.cachebridge.test.backend;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.server.ConsulServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records so large that Consul cannot hand out many of them within the timeout.
 */
class ConsulLargeRecordsIT {

	@RegisterExtension
	static final ConsulServerFixture consul = ConsulServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = ConsulBackendContractIT
		.consulAt(() -> List.of("cachebridge.consul.prefix=large", "spring.cloud.consul.host=" + consul.host(),
				"spring.cloud.consul.port=" + consul.port()));

	private static final List<String> KEYS = IntStream.range(0, 64).mapToObj((i) -> "large" + i).toList();

	private CacheBackend backend;

	@BeforeEach
	void write() {
		this.backend = backends.create("consul");
		KEYS.forEach((key) -> this.backend.put(key,
				StoredRecord.of(new byte[500 * 1024], new Version(1, 1), Instant.ofEpochMilli(1000))));
	}

	@AfterEach
	void remove() {
		this.backend.deleteByPrefix("");
		this.backend.close();
	}

	@Test
	void readsThemAll() {
		assertThat(this.backend.getAll(KEYS)).containsOnlyKeys(KEYS);
	}

	@Test
	void prunesThem() {
		assertThat(this.backend.prune(Instant.now())).isEqualTo(KEYS.size());
		assertThat(this.backend.prune(Instant.now())).isZero();
		assertThat(this.backend.keys("")).isEmpty();
	}

}
