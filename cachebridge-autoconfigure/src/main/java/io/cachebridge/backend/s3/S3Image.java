package io.cachebridge.backend.s3;

import java.util.List;

import io.cachebridge.spi.support.ServiceImage;

/**
 * What is known of the images that speak the protocol of S3.
 */
final class S3Image {

	static final ServiceImage MINIO = new ServiceImage(List.of("minio/minio"), 9000, "MINIO_ROOT_USER",
			"MINIO_ROOT_PASSWORD", "minioadmin", "MINIO_SITE_REGION");

	static final String REQUIRED = "software.amazon.awssdk.services.s3.S3Client";

	private S3Image() {
	}

}
