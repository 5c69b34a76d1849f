package io.cachebridge.backend.tiered;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.spi.support.CircuitBreakerProperties;
import io.cachebridge.spi.support.NamedInstances;

/**
 * Composes backends of two others each.
 */
final class TieredBackendProvider implements CacheBackendProvider {

	static final String TYPE = "tiered";

	private final NamedInstances<CacheBridgeTieredProperties> instances;

	TieredBackendProvider(NamedInstances<CacheBridgeTieredProperties> instances) {
		this.instances = instances;
	}

	@Override
	public String type() {
		return TYPE;
	}

	/**
	 * Returns the names of the instances, and the type itself if that is composed of
	 * something.
	 */
	@Override
	public Set<String> names() {
		Set<String> names = new TreeSet<>(this.instances.names());
		CacheBridgeTieredProperties type = this.instances.get(TYPE);
		if (type.near() == null || type.far() == null) {
			names.remove(TYPE);
		}
		return names;
	}

	@Override
	public List<String> parts(String name) {
		CacheBridgeTieredProperties properties = this.instances.get(name);
		return List.of(require(name, "far", properties.far()), require(name, "near", properties.near()));
	}

	@Override
	public CircuitBreakerSettings circuitBreaker(String name) {
		return CircuitBreakerProperties.settings(this.instances.get(name).circuitBreaker());
	}

	@Override
	public CacheBackend create(String name, BackendLookup others) {
		CacheBridgeTieredProperties properties = this.instances.get(name);
		String far = require(name, "far", properties.far());
		String near = require(name, "near", properties.near());
		if (near.equals(far)) {
			throw new IllegalArgumentException(
					"'%1$s.near' and '%1$s.far' must be two backends but both were '%2$s'; name another one"
						.formatted(this.instances.path(name), near));
		}
		CacheBackend farBackend = find(name, "far", far, others);
		NearCopies copies = new NearCopies(name, find(name, "near", near, others),
				NearTimeToLive.of(properties.nearTimeToLive()), Clock.systemUTC());
		return new TieredBackend(name, copies, farBackend);
	}

	private CacheBackend find(String name, String property, String backend, BackendLookup others) {
		try {
			return others.get(backend);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'%s.%s' is '%s', which cannot be had: %s"
				.formatted(this.instances.path(name), property, backend, ex.getMessage()), ex);
		}
	}

	private String require(String name, String property, @Nullable String value) {
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException("'%s.%s' must be set; name the backend that is to be the %s one"
				.formatted(this.instances.path(name), property, property));
		}
		return value;
	}

}
