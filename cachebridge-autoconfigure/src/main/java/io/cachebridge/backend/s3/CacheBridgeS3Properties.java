package io.cachebridge.backend.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.cachebridge.spi.support.CircuitBreakerProperties;
import io.cachebridge.spi.support.CompareAndSet;

/**
 * Settings of Amazon S3, and of what speaks its protocol, as a store. Credentials are
 * those of the S3Client bean, or else of the default chain of the AWS SDK.
 *
 * @param bucket Bucket that holds the records. Required when a cache uses the store.
 * @param prefix What the names of all objects begin with; empty, or ends with a slash.
 * @param client Name of the bean of type S3Client to use, if there are several.
 * @param region Region of the bucket, if there is no S3Client bean. Unset, the default
 * chain of the AWS SDK finds it.
 * @param endpoint Address of a store other than Amazon's, if there is no S3Client bean.
 * @param pathStyleAccess Whether the bucket is named in the path instead of the host, as
 * other stores than Amazon's often want it, if there is no S3Client bean.
 * @param serverSideEncryption Encryption that is asked for with each object. With none it
 * is what the bucket is configured for.
 * @param kmsKeyId Key of the encryption aws:kms; unset, the one of the bucket or of the
 * account.
 * @param createBucket Whether to create the bucket if it is not there.
 * @param compareAndSet Whether the store keeps conditional writes: found out when the
 * store is first used, unless that is Amazon's own, which does; or known beforehand.
 * @param timeout How long a call waits for the store, connecting and repeated attempts
 * included, before it counts as failed. Of many keys, all calls that are made in four
 * rounds of the parallelism share it.
 * @param parallelism How many objects of one batch are read or written at once.
 * @param pruneInterval How often objects of expired records are looked for and removed; 0
 * for never.
 * @param instances Further buckets by name. What one does not set it takes from the
 * properties beside this one.
 * @param circuitBreaker When a store that keeps failing is left alone for a time.
 */
@ConfigurationProperties(prefix = "cachebridge.s3", ignoreUnknownFields = false)
public record CacheBridgeS3Properties(@Nullable String bucket, @DefaultValue("cachebridge/") String prefix,
		@Nullable String client, @Nullable String region, @Nullable URI endpoint,
		@DefaultValue("false") boolean pathStyleAccess, @DefaultValue("none") Encryption serverSideEncryption,
		@Nullable String kmsKeyId, @DefaultValue("false") boolean createBucket,
		@DefaultValue("probe") CompareAndSet compareAndSet, @DefaultValue("3s") Duration timeout,
		@DefaultValue("16") int parallelism, @DefaultValue("5m") Duration pruneInterval,
		@DefaultValue Map<String, CacheBridgeS3Properties> instances,
		@NestedConfigurationProperty @Nullable CircuitBreakerProperties circuitBreaker) {

	private static final int LONGEST_PREFIX = 512;

	private static final int MOST_PARALLEL = 256;

	/** Without what has a meaning in paths and URLs. */
	private static final Pattern PREFIX = Pattern.compile("((?!\\.{1,2}/)[\\w.=:!-]+/)*");

	public CacheBridgeS3Properties {
		if (prefix.length() > LONGEST_PREFIX || !PREFIX.matcher(prefix).matches()) {
			throw new IllegalArgumentException(
					"'cachebridge.s3.prefix' must be empty, or of letters, digits and any of _.=:!- in parts that "
							+ "end with a slash, %d characters at most, but was '%s'".formatted(LONGEST_PREFIX,
									prefix));
		}
		if (endpoint != null && (endpoint.getHost() == null || endpoint.getUserInfo() != null)) {
			throw new IllegalArgumentException(
					"'cachebridge.s3.endpoint' must be an address like https://host:port without credentials");
		}
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("'cachebridge.s3.timeout' must be positive but was " + timeout);
		}
		if (parallelism < 1 || parallelism > MOST_PARALLEL) {
			throw new IllegalArgumentException("'cachebridge.s3.parallelism' must be from 1 to %d but was %d"
				.formatted(MOST_PARALLEL, parallelism));
		}
		if (pruneInterval.isNegative()) {
			throw new IllegalArgumentException(
					"'cachebridge.s3.prune-interval' must not be negative but was " + pruneInterval);
		}
	}

	/**
	 * How objects are encrypted.
	 */
	public enum Encryption {

		/** As the bucket is configured. */
		NONE,

		/** With keys of S3. */
		AES256,

		/** With a key of the Key Management Service. */
		AWS_KMS

	}

}
