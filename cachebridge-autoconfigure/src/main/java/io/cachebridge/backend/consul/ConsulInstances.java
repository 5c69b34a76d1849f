package io.cachebridge.backend.consul;

import java.net.http.HttpClient;
import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.cloud.consul.ConsulAutoConfiguration.ConsulClientSettings;
import org.springframework.cloud.consul.ConsulProperties;
import org.springframework.core.env.Environment;

import io.cachebridge.spi.support.NamedInstances;
import io.cachebridge.spi.support.StoreCalls;

/**
 * The stores that are configured.
 */
final class ConsulInstances {

	static final String TYPE = "consul";

	private final ConsulProperties consul;

	private final ConsulClientSettings client;

	private final Environment environment;

	private final NamedInstances<CacheBridgeConsulProperties> instances;

	private final ObjectProvider<ConsulConnectionDetails> connections;

	ConsulInstances(ConsulProperties consul, ConsulClientSettings client, CacheBridgeConsulProperties properties,
			Environment environment, ObjectProvider<ConsulConnectionDetails> connections) {
		this.consul = consul;
		this.client = client;
		this.environment = environment;
		this.instances = NamedInstances.of(TYPE, CacheBridgeConsulProperties.class, environment,
				properties.instances().keySet());
		this.connections = connections;
	}

	Set<String> names() {
		return this.instances.names();
	}

	CacheBridgeConsulProperties settings(String name) {
		return this.instances.get(name);
	}

	/**
	 * Returns a client of an instance. Nothing is connected before the first call.
	 * @param name the name of the instance
	 * @return the client
	 * @throws IllegalArgumentException if its settings cannot work
	 */
	KeyValueStore open(String name) {
		CacheBridgeConsulProperties settings = settings(name);
		return new KeyValueStore(new ConsulHttp(httpClient(settings), connection(name, settings), settings.timeout()));
	}

	private ConsulConnectionDetails connection(String name, CacheBridgeConsulProperties settings) {
		boolean elsewhere = !this.instances.inherits(name, CacheBridgeConsulProperties::host)
				|| !this.instances.inherits(name, CacheBridgeConsulProperties::port);
		ConsulConnectionDetails details = elsewhere ? null : this.connections.getIfAvailable();
		return (details != null) ? details : new PropertiesConsulConnectionDetails(settings, this.instances.path(name),
				this.consul, this.environment);
	}

	StoreCalls calls(String name) {
		return new StoreCalls(name, new ConsulFailures(this.instances.path(name), settings(name).prefix()));
	}

	private HttpClient httpClient(CacheBridgeConsulProperties settings) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(settings.timeout());
		HttpClientSettings configured = this.client.httpClientSettings();
		SslBundle ssl = (configured != null) ? configured.sslBundle() : null;
		if (ssl != null) {
			builder.sslContext(ssl.createSslContext());
		}
		return builder.build();
	}

}
