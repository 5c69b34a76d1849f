package io.cachebridge.backend.file;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheBridgeFileAutoConfigurationTests {

	@TempDir
	Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeFileAutoConfiguration.class));

	@Test
	void providesFilesByDefaultAndCreatesNone() {
		Path store = this.directory.resolve("store");
		this.runner.withPropertyValues("cachebridge.file.directory=" + store).run((context) -> {
			CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
			assertThat(provider.type()).isEqualTo("file");
			assertThat(provider.names()).containsExactly("file");
			try (CacheBackend backend = create(provider, "file")) {
				assertThat(backend).isInstanceOf(FileBackend.class);
				assertThat(backend.pruneInterval()).isEqualTo(Duration.ofMinutes(5));
			}
			CacheBridgeFileProperties properties = context.getBean(CacheBridgeFileProperties.class);
			assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(1));
			assertThat(properties.maximumSize()).isEqualTo(DataSize.ofGigabytes(1));
			assertThat(properties.maximumAge()).isNull();
			assertThat(properties.sync()).isFalse();
			assertThat(store).doesNotExist();
		});
	}

	@Test
	void syncsIfAsked() {
		this.runner.withPropertyValues("cachebridge.file.directory=" + this.directory, "cachebridge.file.sync=true")
			.run((context) -> {
				try (CacheBackend backend = create(context.getBean(CacheBackendProvider.class), "file")) {
					StoredRecord stored = TestFiles.stored("content");
					backend.put("key", stored);
					assertThat(backend.get("key")).isEqualTo(stored);
				}
			});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("cachebridge.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CacheBackendProvider.class)
				.doesNotHaveBean(BackplaneProvider.class));
	}

	@Test
	void needsNoLibrary() {
		this.runner
			.withClassLoader(new FilteredClassLoader("com.github.benmanes", "org.springframework.data", "io.lettuce"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(CacheBackendProvider.class));
	}

	@Test
	void startsWithoutDirectoryWhereTheStoreIsNotUsed() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
			assertThatIllegalArgumentException().isThrownBy(() -> create(provider, "file"))
				.withMessageContaining("'cachebridge.file.directory' must be set");
		});
	}

	@Test
	void providesNamedInstances() {
		this.runner.withPropertyValues("cachebridge.file.timeout=7s",
				"cachebridge.file.instances.archive.directory=" + this.directory.resolve("archive"),
				"cachebridge.file.instances.archive.prune-interval=1h", "cachebridge.file.instances.lost.timeout=3s")
			.run((context) -> {
				CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
				assertThat(provider.names()).containsExactlyInAnyOrder("file", "archive", "lost");
				try (CacheBackend archive = create(provider, "archive")) {
					archive.put("key", TestFiles.stored("content"));
					assertThat(archive.pruneInterval()).isEqualTo(Duration.ofHours(1));
				}
				assertThat(TestFiles.fileOf(this.directory.resolve("archive"), "key")).exists();
				assertThatIllegalArgumentException().isThrownBy(() -> create(provider, "lost"))
					.withMessageContaining("'cachebridge.file.instances.lost.directory' must be set");
			});
	}

	@Test
	void backsOffForProvidersOfTheUser() {
		CacheBackendProvider mine = new CacheBackendProvider() {

			@Override
			public String type() {
				return "file";
			}

			@Override
			public CacheBackend create(String name, BackendLookup others) {
				throw new UnsupportedOperationException();
			}

		};
		this.runner.withBean("cacheBridgeFileBackendProvider", CacheBackendProvider.class, () -> mine)
			.run((context) -> assertThat(context).getBean(CacheBackendProvider.class).isSameAs(mine));
	}

	@Test
	void providesBackplaneOfTheSameNames() {
		Path store = this.directory.resolve("store");
		this.runner
			.withPropertyValues("cachebridge.file.directory=" + store, "cachebridge.file.instances.archive.timeout=2s")
			.run((context) -> {
				BackplaneProvider provider = context.getBean(BackplaneProvider.class);
				assertThat(provider.type()).isEqualTo("file");
				assertThat(provider.names()).containsExactlyInAnyOrder("file", "archive");
				provider.create("archive", "channel").close();
				assertThat(store).doesNotExist();
			});
	}

	@Test
	void backsOffForBackplaneProviderOfTheUser() {
		BackplaneProvider mine = new BackplaneProvider() {

			@Override
			public String type() {
				return "file";
			}

			@Override
			public Backplane create(String name, String channel) {
				throw new UnsupportedOperationException();
			}

		};
		this.runner.withBean("cacheBridgeFileBackplaneProvider", BackplaneProvider.class, () -> mine)
			.run((context) -> assertThat(context).getBean(BackplaneProvider.class).isSameAs(mine));
	}

	@Test
	void tellsWhatIsWrongWithBadValues() {
		assertRefuses("timeout=0s", "'cachebridge.file.timeout' must be positive but was PT0S");
		assertRefuses("maximum-size=0", "'cachebridge.file.maximum-size' must be positive but was 0B");
		assertRefuses("maximum-age=-1s", "'cachebridge.file.maximum-age' must be positive but was PT-1S");
		assertRefuses("prune-interval=-1s", "'cachebridge.file.prune-interval' must not be negative but was PT-1S");
		assertRefuses("directry=/tmp", "cachebridge.file.directry");
	}

	private void assertRefuses(String property, String message) {
		this.runner.withPropertyValues("cachebridge.file." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

	private static CacheBackend create(CacheBackendProvider provider, String name) {
		return provider.create(name, (other) -> {
			throw new IllegalArgumentException(other);
		});
	}

}
