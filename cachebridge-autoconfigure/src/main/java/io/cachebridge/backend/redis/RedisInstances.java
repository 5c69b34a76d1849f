package io.cachebridge.backend.redis;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.cachebridge.spi.support.NamedInstances;

/**
 * The Redis servers of the application by name, each spoken to by everything that uses it
 * in the same way.
 */
final class RedisInstances implements AutoCloseable {

	private final NamedInstances<CacheBridgeRedisProperties> settings;

	private final BeanFactory beans;

	private final Map<String, RedisCommands> commands = new ConcurrentHashMap<>();

	RedisInstances(NamedInstances<CacheBridgeRedisProperties> settings, BeanFactory beans) {
		this.settings = settings;
		this.beans = beans;
	}

	Set<String> names() {
		return this.settings.names();
	}

	CacheBridgeRedisProperties settings(String name) {
		return this.settings.get(name);
	}

	/**
	 * Returns what speaks to a server, which is not connected before it is used.
	 * @param name the name of the instance
	 * @return the commands, closed with this
	 */
	RedisCommands commands(String name) {
		return this.commands.computeIfAbsent(name,
				(added) -> RedisCommands.over(factory(added), settings(added).timeout()));
	}

	private RedisConnectionFactory factory(String name) {
		String bean = settings(name).connectionFactory();
		String property = this.settings.path(name) + ".connection-factory";
		try {
			return (bean != null) ? this.beans.getBean(bean, RedisConnectionFactory.class)
					: this.beans.getBean(RedisConnectionFactory.class);
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new IllegalArgumentException(
					"'%s' must be set, as there are several connection factories; name the bean to use"
						.formatted(property),
					ex);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new IllegalArgumentException(
					"'%s' must name a bean of type RedisConnectionFactory but was '%s'".formatted(property, bean), ex);
		}
	}

	@Override
	public void close() {
		this.commands.values().forEach(RedisCommands::close);
	}

}
