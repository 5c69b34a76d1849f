package io.cachebridge.core;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.CircuitBreakerSettings;

/**
 * Holds the backends by name, each created when it is first asked for.
 */
public final class BackendRegistry implements BackendLookup, AutoCloseable {

	private static final Log logger = LogFactory.getLog(BackendRegistry.class);

	private final Map<String, CacheBackendProvider> providers = new LinkedHashMap<>();

	private final Map<String, CacheBackend> given;

	private final Map<String, CacheBackend> created = new ConcurrentHashMap<>();

	private final Map<String, BackendStatus> status = new ConcurrentHashMap<>();

	private final ReentrantLock creation = new ReentrantLock();

	private final Deque<String> underCreation = new ArrayDeque<>();

	private boolean closed;

	/**
	 * Creates a registry.
	 * @param providers create backends by name
	 * @param given backends that exist already, by name; their owner closes them
	 * @throws IllegalArgumentException if two would have the same name
	 */
	public BackendRegistry(Collection<? extends CacheBackendProvider> providers, Map<String, CacheBackend> given) {
		this.given = Map.copyOf(given);
		for (CacheBackendProvider provider : providers) {
			for (String name : provider.names()) {
				if (this.providers.putIfAbsent(name, provider) != null || given.containsKey(name)) {
					throw new IllegalArgumentException("Two backends are called '%s'".formatted(name));
				}
			}
		}
	}

	@Override
	public CacheBackend get(String name) {
		CacheBackend backend = this.given.get(name);
		if (backend == null) {
			backend = this.created.get(name);
		}
		return (backend != null) ? backend : create(name);
	}

	private CacheBackend create(String name) {
		this.creation.lock();
		try {
			Assert.state(!this.closed, () -> "Backend '%s' is asked for after the end".formatted(name));
			CacheBackend present = this.created.get(name);
			if (present != null) {
				return present;
			}
			CacheBackendProvider provider = this.providers.get(name);
			if (provider == null) {
				throw new UnknownBackendException(name, names());
			}
			CacheBackend backend = create(name, provider);
			this.created.put(name, backend);
			return backend;
		}
		finally {
			this.creation.unlock();
		}
	}

	private CacheBackend create(String name, CacheBackendProvider provider) {
		if (this.underCreation.contains(name)) {
			throw new IllegalArgumentException(
					"Backend '%s' is composed of itself: %s".formatted(name, this.underCreation));
		}
		this.underCreation.addLast(name);
		try {
			return provider.create(name, this);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidBackendException(name, ex);
		}
		finally {
			this.underCreation.removeLast();
		}
	}

	/**
	 * Returns the names that could be asked for.
	 * @return all names
	 */
	public Set<String> names() {
		Set<String> names = new TreeSet<>(this.providers.keySet());
		names.addAll(this.given.keySet());
		return names;
	}

	/**
	 * Returns the types of backends there are providers of.
	 * @return the types
	 */
	public Set<String> types() {
		return this.providers.values().stream().map(CacheBackendProvider::type).collect(Collectors.toSet());
	}

	/**
	 * Returns the type of a backend, which its backplane shares.
	 * @param name the name of the backend
	 * @return the type of its provider, or the name itself if it was given
	 */
	public String typeOf(String name) {
		CacheBackendProvider provider = this.providers.get(name);
		return (provider != null) ? provider.type() : name;
	}

	/**
	 * Tells when a backend that fails is no longer called.
	 * @param name the name of the backend
	 * @return the settings of its circuit breaker; the built-in ones if it was given
	 * @throws InvalidBackendException if they cannot be used
	 */
	public CircuitBreakerSettings circuitBreaker(String name) {
		CacheBackendProvider provider = this.providers.get(name);
		try {
			return (provider != null) ? provider.circuitBreaker(name) : CircuitBreakerSettings.DEFAULT;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidBackendException(name, ex);
		}
	}

	/**
	 * Returns the backends that a backend is made of.
	 * @param name the name of the backend
	 * @return the name itself, followed by those of its parts, and theirs
	 * @throws InvalidBackendException if they are not configured
	 */
	public List<String> withParts(String name) {
		Set<String> all = new LinkedHashSet<>();
		addWithParts(name, all);
		return List.copyOf(all);
	}

	private void addWithParts(String name, Set<String> all) {
		CacheBackendProvider provider = this.providers.get(name);
		if (all.add(name) && provider != null) {
			parts(name, provider).forEach((part) -> addWithParts(part, all));
		}
	}

	private static List<String> parts(String name, CacheBackendProvider provider) {
		try {
			return provider.parts(name);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidBackendException(name, ex);
		}
	}

	/**
	 * Returns the backends that are in use.
	 * @return those created or given, by name
	 */
	public Map<String, CacheBackend> inUse() {
		Map<String, CacheBackend> inUse = new TreeMap<>(this.created);
		inUse.putAll(this.given);
		return inUse;
	}

	BackendStatus status(String name) {
		return this.status.computeIfAbsent(name, BackendStatus::ofBackend);
	}

	@Override
	public void close() {
		this.creation.lock();
		try {
			this.closed = true;
		}
		finally {
			this.creation.unlock();
		}
		this.created.forEach((name, backend) -> {
			try {
				backend.close();
			}
			catch (RuntimeException ex) {
				logger.warn("Backend '%s' could not be closed".formatted(name), ex);
			}
		});
	}

}
