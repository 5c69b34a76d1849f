package io.cachebridge.autoconfigure;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Finds settings of codecs that cannot work.
 */
final class CodecChecks {

	private static final Map<String, String> LIBRARIES = Map.of("json",
			"org.springframework.boot:spring-boot-starter-jackson", "smile",
			"tools.jackson.dataformat:jackson-dataformat-smile", "fory", "org.apache.fory:fory-core");

	private CodecChecks() {
	}

	static void check(String property, @Nullable String codec, Collection<String> codecs) {
		if (codec == null || codecs.contains(codec)) {
			return;
		}
		String library = LIBRARIES.get(codec);
		throw new InvalidCachePropertyException(property, codec,
				"there is no such codec, only " + new TreeSet<>(codecs),
				(library != null)
						? "The codec '%s' needs %s. Add that, or choose one of these.".formatted(codec, library)
						: "Choose one of these. Others need a library: %s. One of your own is a bean of type ValueCodec."
							.formatted(libraries(codecs)));
	}

	private static String libraries(Collection<String> codecs) {
		Set<String> missing = new TreeSet<>();
		LIBRARIES.forEach((codec, library) -> {
			if (!codecs.contains(codec)) {
				missing.add("'%s' %s".formatted(codec, library));
			}
		});
		return missing.isEmpty() ? "these are all there" : String.join(", ", missing);
	}

	/**
	 * Refuses names of classes that cannot be registered.
	 * @param classes the names
	 * @param classLoader finds the classes
	 */
	static void checkForyClasses(Collection<String> classes, ClassLoader classLoader) {
		for (String name : classes) {
			if (name.startsWith("java.") || name.startsWith("javax.") || !ClassUtils.isPresent(name, classLoader)) {
				throw new InvalidCachePropertyException("cachebridge.codec.fory.classes", name,
						"there is no such class of the application",
						"Name classes in full, such as com.acme.Outer$Nested; those of the JDK need not be named.");
			}
		}
	}

}
