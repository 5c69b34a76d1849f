package io.cachebridge.core;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class BackendRegistryTests {

	@Test
	void createsNothingAfterTheEnd() {
		BackendRegistry backends = new BackendRegistry(List.of(new Stores(null)), Map.of());
		backends.close();
		assertThatIllegalStateException().isThrownBy(() -> backends.get("acme"))
			.withMessage("Backend 'acme' is asked for after the end");
	}

	@Test
	void tellsWhichBackendCannotBeCreated() {
		IllegalArgumentException refused = new IllegalArgumentException("'cachebridge.acme.place' must be set");
		BackendRegistry backends = new BackendRegistry(List.of(new Stores(refused)), Map.of());
		assertThatExceptionOfType(InvalidBackendException.class).isThrownBy(() -> backends.get("acme"))
			.withMessage("Backend 'acme' cannot be created: 'cachebridge.acme.place' must be set")
			.withCause(refused);
		assertThat(backends.types()).containsExactly("acme");
	}

	private record Stores(@Nullable IllegalArgumentException failure) implements CacheBackendProvider {

		@Override
		public String type() {
			return "acme";
		}

		@Override
		public CacheBackend create(String name, BackendLookup others) {
			if (this.failure != null) {
				throw this.failure;
			}
			return new TestStore();
		}

	}

}
