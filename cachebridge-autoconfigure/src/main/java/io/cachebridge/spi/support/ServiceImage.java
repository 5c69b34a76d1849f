package io.cachebridge.spi.support;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A container image that can be called as a service of Amazon can, and what its
 * environment says about how.
 *
 * @param names the names of the image
 * @param port where it listens in its container
 * @param accessKeyVariable the variable with the access key
 * @param secretKeyVariable the variable with the secret key
 * @param defaultKey what both are if the variables are not set
 * @param regionVariable the variable with the region
 */
public record ServiceImage(List<String> names, int port, String accessKeyVariable, String secretKeyVariable,
		String defaultKey, String regionVariable) {

	/**
	 * LocalStack, with whatever services.
	 */
	public static final ServiceImage LOCALSTACK = new ServiceImage(
			List.of("localstack/localstack", "localstack/localstack-pro"), 4566, "AWS_ACCESS_KEY_ID",
			"AWS_SECRET_ACCESS_KEY", "test", "DEFAULT_REGION");

	private static final String REGION = "us-east-1";

	/**
	 * Returns where a container of this image is called.
	 * @param host the host of the container
	 * @param mappedPort what {@link #port()} is outside of it
	 * @return the address
	 */
	public URI endpoint(String host, int mappedPort) {
		return URI.create("http://" + host + ":" + mappedPort);
	}

	public String region(Map<String, String> environment) {
		return environment.getOrDefault(this.regionVariable, REGION);
	}

	public String accessKey(Map<String, String> environment) {
		return environment.getOrDefault(this.accessKeyVariable, this.defaultKey);
	}

	public String secretKey(Map<String, String> environment) {
		return environment.getOrDefault(this.secretKeyVariable, this.defaultKey);
	}

}
