package io.cachebridge.backend.s3;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The client of a backend.
 *
 * @param client the client
 * @param owned whether it was built here, and is to be closed here
 */
record ClientUse(S3Client client, boolean owned) implements AutoCloseable {

	/**
	 * Finds the application's client, or builds one if it has none.
	 * @param settings the settings
	 * @param connection where a client that is built here finds the store
	 * @param path where the settings are, for messages
	 * @param beans the beans of the application
	 * @return the client
	 */
	static ClientUse of(CacheBridgeS3Properties settings, S3ConnectionDetails connection, String path,
			BeanFactory beans) {
		S3Client bean = bean(settings, path, beans);
		if (bean == null) {
			return new ClientUse(build(connection, path), true);
		}
		if (settings.region() != null || settings.endpoint() != null || settings.pathStyleAccess()) {
			throw new IllegalArgumentException(
					("'%1$s.region', '%1$s.endpoint' and '%1$s.path-style-access' must not be set, as a bean of type "
							+ "S3Client is used, which has its own; remove them, or name another bean by '%1$s.client'")
						.formatted(path));
		}
		return new ClientUse(bean, false);
	}

	private static @Nullable S3Client bean(CacheBridgeS3Properties settings, String path, BeanFactory beans) {
		String name = settings.client();
		try {
			return (name != null) ? beans.getBean(name, S3Client.class)
					: beans.getBeanProvider(S3Client.class).getIfAvailable();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new IllegalArgumentException(
					"'%s.client' must be set, as there are several beans of type S3Client; name the one to use"
						.formatted(path),
					ex);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new IllegalArgumentException(
					"'%s.client' must name a bean of type S3Client but was '%s'".formatted(path, name), ex);
		}
	}

	private static S3Client build(S3ConnectionDetails connection, String path) {
		S3ClientBuilder builder = S3Client.builder().forcePathStyle(connection.isPathStyleAccess());
		String region = connection.getRegion();
		if (region != null) {
			builder.region(Region.of(region));
		}
		URI endpoint = connection.getEndpoint();
		if (endpoint != null) {
			speakToAnyStore(builder.endpointOverride(endpoint), region);
		}
		String accessKey = connection.getAccessKey();
		if (accessKey != null) {
			builder.credentialsProvider(
					StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, connection.getSecretKey())));
		}
		try {
			return builder.build();
		}
		catch (SdkClientException ex) {
			throw new IllegalArgumentException(
					("No client of S3 can be built: %s. Set '%s.region' if the region is not configured elsewhere, "
							+ "or contribute a bean of type S3Client")
						.formatted(ex.rawMessage(), path),
					ex);
		}
	}

	// Checksums that Amazon added later are not known everywhere, and a region is but a
	// word
	private static void speakToAnyStore(S3ClientBuilder builder, @Nullable String region) {
		builder.addPlugin(LegacyMd5Plugin.create())
			.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
			.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
		if (region == null) {
			builder.region(Region.US_EAST_1);
		}
	}

	@Override
	public void close() {
		if (this.owned) {
			this.client.close();
		}
	}

}
