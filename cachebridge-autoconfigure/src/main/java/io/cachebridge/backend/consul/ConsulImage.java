package io.cachebridge.backend.consul;

import java.net.URI;

/**
 * What is known of the images of Consul.
 */
final class ConsulImage {

	static final String[] NAMES = { "hashicorp/consul", "consul" };

	static final String REQUIRED = "org.springframework.cloud.consul.ConsulProperties";

	static final int PORT = 8500;

	/**
	 * The variable with the token of whoever works in the container.
	 */
	static final String TOKEN = "CONSUL_HTTP_TOKEN";

	private ConsulImage() {
	}

	static URI url(String host, int port) {
		return URI.create("http://" + host + ":" + port);
	}

}
