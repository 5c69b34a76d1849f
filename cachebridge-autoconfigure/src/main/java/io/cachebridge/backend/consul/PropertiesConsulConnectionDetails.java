package io.cachebridge.backend.consul;

import java.net.URI;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.cloud.consul.ConsulAutoConfiguration;
import org.springframework.cloud.consul.ConsulProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What an instance sets, and for the rest what Spring Cloud Consul is told.
 *
 * @param settings the settings of the instance
 * @param path where they are, for messages
 * @param consul the settings of Spring Cloud Consul
 * @param environment where its tokens are
 */
record PropertiesConsulConnectionDetails(CacheBridgeConsulProperties settings, String path, ConsulProperties consul,
		Environment environment) implements ConsulConnectionDetails {

	/**
	 * Where Spring Cloud Consul looks for a token.
	 */
	private static final List<String> TOKENS = List.of("spring.cloud.consul.config.acl-token",
			"spring.cloud.consul.discovery.acl-token", "spring.cloud.consul.token", "consul.token");

	@Override
	public URI getUrl() {
		ConsulProperties address = new ConsulProperties();
		BeanUtils.copyProperties(this.consul, address);
		address.setHost(Objects.requireNonNullElse(this.settings.host(), address.getHost()));
		address.setPort(Objects.requireNonNullElse(this.settings.port(), address.getPort()));
		return ConsulHttp.checkHost(URI.create(ConsulAutoConfiguration.createConsulClientBaseUrl(address)),
				(this.settings.host() != null) ? "'" + this.path + ".host'" : "'spring.cloud.consul.host'");
	}

	@Override
	public @Nullable String getToken() {
		String property = this.path + ".token";
		String token = this.settings.token();
		for (int i = 0; !StringUtils.hasText(token) && i < TOKENS.size(); i++) {
			property = TOKENS.get(i);
			token = this.environment.getProperty(property);
		}
		return StringUtils.hasText(token) ? ConsulHttp.checkToken(token.strip(), "'" + property + "'") : null;
	}

	@Override
	public @Nullable String getDatacenter() {
		return this.settings.datacenter();
	}

}
