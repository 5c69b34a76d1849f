package io.cachebridge.backend.memcached;

import java.time.Clock;
import java.util.List;
import java.util.Set;

import net.rubyeye.xmemcached.MemcachedClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;

import io.cachebridge.backend.memcached.CacheBridgeMemcachedProperties.Protocol;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.spi.support.CircuitBreakerProperties;
import io.cachebridge.spi.support.NamedInstances;

/**
 * Creates backends over Memcached, each over the client of the application or with
 * connections of its own.
 */
final class MemcachedBackendProvider implements CacheBackendProvider {

	static final String TYPE = "memcached";

	private static final List<String> DEFAULT_SERVERS = List.of("localhost:11211");

	private final NamedInstances<CacheBridgeMemcachedProperties> instances;

	private final BeanFactory beans;

	MemcachedBackendProvider(NamedInstances<CacheBridgeMemcachedProperties> instances, BeanFactory beans) {
		this.instances = instances;
		this.beans = beans;
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
		CacheBridgeMemcachedProperties properties = this.instances.get(name);
		requireUse(this.instances.path(name), properties);
		MemcachedClient shared = properties.servers().isEmpty() ? sharedClient(name, properties.client()) : null;
		MemcachedLink link = (shared != null) ? new SharedLink(shared) : ownLink(name, properties);
		return new MemcachedBackend(name, link, properties, Clock.systemUTC());
	}

	private static void requireUse(String path, CacheBridgeMemcachedProperties properties) {
		if (properties.client() != null && !properties.servers().isEmpty()) {
			throw new IllegalArgumentException(
					"'%1$s.client' must not be set beside '%1$s.servers' but was '%2$s'; remove one of them"
						.formatted(path, properties.client()));
		}
		if (properties.password() != null && properties.username() == null) {
			throw new IllegalArgumentException(
					"'%1$s.username' must be set, as '%1$s.password' is; or remove the password".formatted(path));
		}
	}

	private OwnLink ownLink(String name, CacheBridgeMemcachedProperties properties) {
		String path = this.instances.path(name);
		List<String> texts = properties.servers().isEmpty() ? DEFAULT_SERVERS : properties.servers();
		List<ServerAddress> servers = texts.stream()
			.map((text) -> ServerAddress.parse(path + ".servers", text))
			.toList();
		if (servers.stream().distinct().count() < servers.size()) {
			throw new IllegalArgumentException(
					"'%s.servers' must name each server once but was %s".formatted(path, texts));
		}
		String username = properties.username();
		if (username != null && properties.protocol() != Protocol.BINARY) {
			throw new IllegalArgumentException(
					"'%s.protocol' must be 'binary' to log in but was 'text'; or remove '%s.username'".formatted(path,
							path));
		}
		Login login = (username != null)
				? new Login(username, (properties.password() != null) ? properties.password() : "") : null;
		return new OwnLink(servers, login, properties);
	}

	private @Nullable MemcachedClient sharedClient(String name, @Nullable String bean) {
		String property = this.instances.path(name) + ".client";
		try {
			return (bean != null) ? this.beans.getBean(bean, MemcachedClient.class)
					: this.beans.getBeanProvider(MemcachedClient.class).getIfAvailable();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new IllegalArgumentException(
					"'%s' must be set, as there are several clients; name the bean to use".formatted(property), ex);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new IllegalArgumentException(
					"'%s' must name a bean of type MemcachedClient but was '%s'".formatted(property, bean), ex);
		}
	}

}
