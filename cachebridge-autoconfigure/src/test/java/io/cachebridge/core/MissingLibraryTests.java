package io.cachebridge.core;

import java.lang.reflect.Constructor;
import java.util.concurrent.Callable;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.OverridingClassLoader;

import io.cachebridge.spi.UnknownTypeException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a node does with values whose compression it has no library for.
 */
class MissingLibraryTests {

	@ParameterizedTest
	@EnumSource(names = { "LZ4", "ZSTD" })
	void takesAValueForUnknownAndNotForDamaged(CompressionType type) throws Exception {
		ClassLoader without = new OverridingClassLoader(new FilteredClassLoader("net.jpountz", "com.github.luben")) {

			@Override
			protected boolean isEligibleForOverriding(String className) {
				return className.startsWith("io.cachebridge.");
			}

		};
		Constructor<?> constructor = without.loadClass(Read.class.getName()).getDeclaredConstructor(String.class);
		constructor.setAccessible(true);
		Callable<?> reading = (Callable<?>) constructor.newInstance(type.name());
		assertThat(reading.call())
			.isEqualTo("false, %s: The library of compression '%s' is missing or does not run here"
				.formatted(UnknownTypeException.class.getName(), type));
	}

	/**
	 * Tells whether a compression is usable, and what becomes of a value.
	 */
	static final class Read implements Callable<String> {

		private final CompressionType type;

		Read(String type) {
			this.type = CompressionType.valueOf(type);
		}

		@Override
		public String call() {
			ValueTransforms transforms = new ValueTransforms("cache", ValueSettings.BUILT_IN, EncryptionKeys.NONE);
			String form = ValueForm.compressed("json", this.type);
			try {
				transforms.undo(EntryKey.of("key"), new EncodedValue(form, new byte[] { 0, 0, 1, 0, 1 }));
				return "read";
			}
			catch (RuntimeException ex) {
				return this.type.isUsable() + ", " + ex;
			}
		}

	}

}
