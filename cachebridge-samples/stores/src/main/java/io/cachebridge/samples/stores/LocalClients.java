package io.cachebridge.samples.stores;

import java.net.URI;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Clients of local servers, with their credentials. At Amazon none of this is needed: a
 * client is built from what the AWS SDK finds.
 */
@Configuration(proxyBeanMethods = false)
class LocalClients {

	@Bean
	@Profile("dynamodb")
	DynamoDbClient dynamoDbClient(@Value("${local.endpoint}") URI endpoint, AwsCredentialsProvider credentials) {
		return DynamoDbClient.builder()
			.endpointOverride(endpoint)
			.region(Region.US_EAST_1)
			.credentialsProvider(credentials)
			.build();
	}

	@Bean
	@Profile("s3")
	S3Client s3Client(@Value("${local.endpoint}") URI endpoint, AwsCredentialsProvider credentials) {
		return S3Client.builder()
			.endpointOverride(endpoint)
			.region(Region.US_EAST_1)
			.forcePathStyle(true)
			.credentialsProvider(credentials)
			.build();
	}

	@Bean
	@Profile({ "dynamodb", "s3" })
	AwsCredentialsProvider localCredentials(@Value("${local.access-key}") String accessKey,
			@Value("${local.secret-key}") String secretKey) {
		return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
	}

}
