package io.cachebridge.backend.http;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.client.RestClient;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.spi.support.CircuitBreakerProperties;
import io.cachebridge.spi.support.CompareAndSetProbe;
import io.cachebridge.spi.support.NamedInstances;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Creates backends over servers that speak HTTP.
 */
final class HttpBackendProvider implements CacheBackendProvider {

	static final String TYPE = "http";

	private final NamedInstances<CacheBridgeHttpProperties> instances;

	private final ObjectProvider<RestClient.Builder> clients;

	HttpBackendProvider(NamedInstances<CacheBridgeHttpProperties> instances,
			ObjectProvider<RestClient.Builder> clients) {
		this.instances = instances;
		this.clients = clients;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public Set<String> names() {
		return this.instances.names();
	}

	@Override
	public CircuitBreakerSettings circuitBreaker(String name) {
		return CircuitBreakerProperties.settings(this.instances.get(name).circuitBreaker());
	}

	@Override
	public CacheBackend create(String name, BackendLookup others) {
		String path = this.instances.path(name);
		CacheBridgeHttpProperties settings = this.instances.get(name);
		UrlTemplate url = UrlTemplate.of(path + ".url", settings.url(), HttpStore.KEY);
		UrlTemplate listingUrl = (settings.listingUrl() != null)
				? UrlTemplate.of(path + ".listing-url", settings.listingUrl(), KeyListing.PREFIX) : null;
		HttpFailures failures = new HttpFailures(name, path, url.server());
		HttpLink link = new HttpLink(this.clients.getIfUnique(RestClient::builder), settings, url.isSecure());
		HttpStore store = new HttpStore(settings, url, link, failures, Clock.systemUTC());
		StoreCalls calls = new StoreCalls(name, failures::translate);
		KeyListing listing = (listingUrl != null) ? new KeyListing(listingUrl, store, calls) : null;
		return new HttpBackend(store, calls, capabilities(settings, listing, store, calls), listing,
				settings.parallelism());
	}

	private static Set<Capability> capabilities(CacheBridgeHttpProperties settings, @Nullable KeyListing listing,
			HttpStore store, StoreCalls calls) {
		Set<Capability> capabilities = EnumSet.of(Capability.SHARED, Capability.REMOTE, Capability.DURABLE);
		if (listing != null) {
			capabilities.add(Capability.ENUMERATION);
		}
		if (settings.timeToLiveParameter() != null || settings.timeToLiveHeader() != null) {
			capabilities.add(Capability.NATIVE_EXPIRY);
		}
		if (comparesAndSets(settings, store, calls)) {
			capabilities.add(Capability.CONDITIONAL_PUT);
		}
		return capabilities;
	}

	private static boolean comparesAndSets(CacheBridgeHttpProperties settings, HttpStore store, StoreCalls calls) {
		return switch (settings.compareAndSet()) {
			case ENABLED -> true;
			case DISABLED -> false;
			case PROBE -> new CompareAndSetProbe(calls, store.failures().path(), new ProbedServer(store)).succeeds();
		};
	}

}
