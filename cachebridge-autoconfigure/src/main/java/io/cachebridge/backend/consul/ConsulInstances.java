package io.cachebridge.backend.consul;

import java.net.http.HttpClient;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.cloud.consul.ConsulAutoConfiguration;
import org.springframework.cloud.consul.ConsulAutoConfiguration.ConsulClientSettings;
import org.springframework.cloud.consul.ConsulProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import io.cachebridge.spi.support.NamedInstances;
import io.cachebridge.spi.support.StoreCalls;

/**
 * The stores that are configured, each opened with the settings of Spring Cloud Consul
 * where it has none of its own.
 */
final class ConsulInstances {

	static final String TYPE = "consul";

	/**
	 * Where Spring Cloud Consul looks for a token.
	 */
	private static final List<String> TOKENS = List.of("spring.cloud.consul.config.acl-token",
			"spring.cloud.consul.discovery.acl-token", "spring.cloud.consul.token", "consul.token");

	private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

	private final ConsulProperties consul;

	private final ConsulClientSettings client;

	private final Environment environment;

	private final NamedInstances<CacheBridgeConsulProperties> instances;

	ConsulInstances(ConsulProperties consul, ConsulClientSettings client, CacheBridgeConsulProperties properties,
			Environment environment) {
		this.consul = consul;
		this.client = client;
		this.environment = environment;
		this.instances = NamedInstances.of(TYPE, CacheBridgeConsulProperties.class, environment,
				properties.instances().keySet());
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
		return new KeyValueStore(new ConsulHttp(httpClient(settings), url(settings),
				token(settings, this.instances.path(name)), settings.datacenter(), settings.timeout()));
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

	private String url(CacheBridgeConsulProperties settings) {
		ConsulProperties address = new ConsulProperties();
		BeanUtils.copyProperties(this.consul, address);
		address.setHost(Objects.requireNonNullElse(settings.host(), address.getHost()));
		address.setPort(Objects.requireNonNullElse(settings.port(), address.getPort()));
		return ConsulAutoConfiguration.createConsulClientBaseUrl(address);
	}

	private @Nullable String token(CacheBridgeConsulProperties settings, String path) {
		String property = path + ".token";
		String token = settings.token();
		for (int i = 0; !StringUtils.hasText(token) && i < TOKENS.size(); i++) {
			property = TOKENS.get(i);
			token = this.environment.getProperty(property);
		}
		if (!StringUtils.hasText(token)) {
			return null;
		}
		String stripped = token.strip();
		if (!VISIBLE.matcher(stripped).matches()) {
			throw new IllegalArgumentException(
					"'%s' must be visible ASCII characters; the value is not shown".formatted(property));
		}
		return stripped;
	}

}
