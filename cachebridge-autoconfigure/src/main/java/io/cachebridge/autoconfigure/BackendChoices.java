package io.cachebridge.autoconfigure;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
	 * Makes sure that a backend exists, and those that it is made of.
	 * @param property the property that names it
	 * @param backend its name
	 * @throws InvalidCachePropertyException if it does not
	 */
	void require(String property, String backend) {
		requireOne(property, backend, backend);
		this.backends.withParts(backend).forEach((part) -> requireOne(property, backend, part));
	}

	private void requireOne(String property, String value, String backend) {
		if (this.backends.names().contains(backend)) {
			return;
		}
		String madeOf = backend.equals(value) ? "" : "it is made of '%s', and ".formatted(backend);
		String[] library = library(backend);
		if (library == null) {
			throw new InvalidCachePropertyException(property, value,
					madeOf + "there is no such backend, only " + this.backends.names(),
					"Choose one of these, or define a bean '%s' of type CacheBackend.".formatted(backend));
		}
		boolean present = ClassUtils.isPresent(library[0], this.classLoader);
		throw new InvalidCachePropertyException(property, value,
				madeOf + (present ? "the library of this backend is present, but the beans it needs are not"
						: "the library of this backend is missing"),
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
	 * @param inUse the backends that caches name, by the property that does
	 * @return the backplane, or {@code null} if there is none
	 */
	@Nullable Backplane backplane(String type, String channel, Map<String, String> inUse) {
		if (type.equals(CacheBridgeProperties.Backplane.NONE)) {
			return null;
		}
		Map<String, BackplaneProvider> providers = new TreeMap<>();
		this.backplanes.forEach((provider) -> provider.names().forEach((name) -> providers.put(name, provider)));
		if (!type.equals(CacheBridgeProperties.Backplane.AUTO)) {
			return create(type, channel, providers);
		}
		Map<String, Set<String>> carriers = new LinkedHashMap<>();
		inUse.forEach((property, name) -> {
			Set<String> possible = carriers(name, providers.keySet());
			if (!possible.isEmpty()) {
				carriers.put("%s for '%s'".formatted(name, property), possible);
			}
		});
		if (carriers.isEmpty()) {
			return null;
		}
		Set<String> common = new LinkedHashSet<>(carriers.values().iterator().next());
		carriers.values().forEach(common::retainAll);
		if (common.isEmpty()) {
			throw new InvalidCachePropertyException("cachebridge.backplane.type", type,
					"more than one backend in use could carry messages, and none those of all caches: " + carriers,
					"Set it to one of these, or to none if the application runs on a single node.");
		}
		return create(common.iterator().next(), channel, providers);
	}

	// In front of what decides there may be a store that each host has for itself
	private Set<String> carriers(String backend, Set<String> providers) {
		List<String> able = this.backends.withParts(backend).stream().filter(providers::contains).toList();
		if (able.isEmpty() || !has(backend, Capability.SHARED)) {
			return Set.of();
		}
		Set<String> deciding = deciding(backend);
		return able.stream()
			.filter((carrier) -> has(carrier, Capability.SHARED))
			.filter((carrier) -> deciding.contains(carrier) || has(carrier, Capability.REMOTE))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private Set<String> deciding(String backend) {
		Set<String> chain = new LinkedHashSet<>();
		String next = backend;
		while (chain.add(next)) {
			List<String> parts = this.backends.withParts(next);
			next = (parts.size() > 1) ? parts.get(1) : next;
		}
		return chain;
	}

	private boolean has(String backend, Capability capability) {
		return this.backends.get(backend).capabilities().contains(capability);
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
