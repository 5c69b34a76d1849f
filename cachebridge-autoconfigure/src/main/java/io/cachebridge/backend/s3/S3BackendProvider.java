package io.cachebridge.backend.s3;

import java.time.Clock;
import java.util.Set;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.StringUtils;

import io.cachebridge.backend.s3.CacheBridgeS3Properties.Encryption;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.spi.support.CircuitBreakerProperties;
import io.cachebridge.spi.support.NamedInstances;

/**
 * Creates backends over buckets, by the application's own client where there is one.
 */
final class S3BackendProvider implements CacheBackendProvider {

	static final String TYPE = "s3";

	private final NamedInstances<CacheBridgeS3Properties> instances;

	private final BeanFactory beans;

	S3BackendProvider(NamedInstances<CacheBridgeS3Properties> instances, BeanFactory beans) {
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
		CacheBridgeS3Properties settings = this.instances.get(name);
		String path = this.instances.path(name);
		if (!StringUtils.hasText(settings.bucket())) {
			throw new IllegalArgumentException(
					"'%s.bucket' must be set, as a cache uses backend '%s'; name a bucket that the application may use"
						.formatted(path, name));
		}
		if (StringUtils.hasText(settings.kmsKeyId()) && settings.serverSideEncryption() != Encryption.AWS_KMS) {
			throw new IllegalArgumentException(
					"'%1$s.kms-key-id' needs '%1$s.server-side-encryption' to be aws:kms".formatted(path));
		}
		Bucket bucket = new Bucket(client(name, settings), settings.bucket(), settings);
		return new S3Backend(name, bucket, settings, Conditions.of(name, path, bucket, settings), Clock.systemUTC());
	}

	ClientUse client(String name, CacheBridgeS3Properties settings) {
		return ClientUse.of(settings, connection(name, settings), this.instances.path(name), this.beans);
	}

	private S3ConnectionDetails connection(String name, CacheBridgeS3Properties settings) {
		S3ConnectionDetails details = this.instances.inherits(name, CacheBridgeS3Properties::endpoint)
				? this.beans.getBeanProvider(S3ConnectionDetails.class).getIfAvailable() : null;
		return (details != null) ? details : new PropertiesS3ConnectionDetails(settings);
	}

}
