package io.cachebridge.autoconfigure;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.ClassUtils;

import io.cachebridge.core.BackendRegistry;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.Capability;

/**
 * Knows which backends and backplanes there are to choose from, and what is missing where
 * one is named that there is not.
 */
final class BackendChoices {

	/**
	 * Where a store tells what it needs: {@code type = class that must be present,
	 * dependency that brings it}.
	 */
	static final String LIBRARIES = "META-INF/cachebridge-libraries.properties";

	private final BackendRegistry backends;

	private final Collection<BackplaneProvider> backplanes;

	private final ClassLoader classLoader;

	BackendChoices(BackendRegistry backends, Collection<BackplaneProvider> backplanes, ClassLoader classLoader) {
		this.backends = backends;
		this.backplanes = backplanes;
		this.classLoader = classLoader;
	}

	/**
	 * Makes sure that a backend exists.
	 * @param property the property that names it
	 * @param backend its name
	 * @throws InvalidCachePropertyException if it does not
	 */
	void require(String property, String backend) {
		if (this.backends.names().contains(backend)) {
			return;
		}
		String[] library = library(backend);
		if (library == null) {
			throw new InvalidCachePropertyException(property, backend,
					"there is no such backend, only " + this.backends.names(),
					"Choose one of these, or define a bean '%s' of type CacheBackend.".formatted(backend));
		}
		boolean present = ClassUtils.isPresent(library[0], this.classLoader);
		throw new InvalidCachePropertyException(property, backend,
				present ? "the library of this backend is present, but the beans it needs are not"
						: "the library of this backend is missing",
				present ? "Make sure that Spring Boot's own auto-configuration of %s is not excluded."
					.formatted(backend) : "Add the dependency %s.".formatted(library[1]));
	}

	private String @Nullable [] library(String backend) {
		try {
			Properties libraries = PropertiesLoaderUtils.loadAllProperties(LIBRARIES, this.classLoader);
			String library = libraries.getProperty(backend);
			return (library != null) ? library.split("\\s*,\\s*") : null;
		}
		catch (IOException ex) {
			throw new IllegalStateException(LIBRARIES + " cannot be read", ex);
		}
	}

	/**
	 * Creates the backplane that connects the nodes of this application.
	 * @param type what {@code cachebridge.backplane.type} says
	 * @param channel separates this application from others
	 * @param inUse the backends that caches name
	 * @return the backplane, or {@code null} if there is none
	 */
	@Nullable Backplane backplane(String type, String channel, Collection<String> inUse) {
		if (type.equals(CacheBridgeProperties.Backplane.NONE)) {
			return null;
		}
		Map<String, BackplaneProvider> providers = new TreeMap<>();
		this.backplanes.forEach((provider) -> provider.names().forEach((name) -> providers.put(name, provider)));
		if (!type.equals(CacheBridgeProperties.Backplane.AUTO)) {
			return create(type, channel, providers);
		}
		Set<String> candidates = new TreeSet<>();
		for (String name : inUse) {
			this.backends.withParts(name)
				.stream()
				.filter(providers::containsKey)
				.findFirst()
				.filter((carrier) -> isShared(name))
				.ifPresent(candidates::add);
		}
		if (candidates.size() > 1) {
			throw new InvalidCachePropertyException("cachebridge.backplane.type", type,
					"more than one backend in use could carry messages: " + candidates,
					"Set it to one of these, or to none if the application runs on a single node.");
		}
		return candidates.isEmpty() ? null : create(candidates.iterator().next(), channel, providers);
	}

	private boolean isShared(String name) {
		return this.backends.get(name).capabilities().contains(Capability.SHARED);
	}

	private static Backplane create(String name, String channel, Map<String, BackplaneProvider> providers) {
		BackplaneProvider provider = providers.get(name);
		if (provider == null) {
			throw new InvalidCachePropertyException("cachebridge.backplane.type", name,
					"there is no such backplane, only " + new TreeSet<>(providers.keySet()),
					"Choose one of these, auto or none, or define a bean of type Backplane.");
		}
		return provider.create(name, channel);
	}

}
