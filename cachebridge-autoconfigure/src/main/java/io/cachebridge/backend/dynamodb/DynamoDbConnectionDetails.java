package io.cachebridge.backend.dynamodb;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Says where DynamoDB is and with which credentials to call it. A bean of this type takes
 * the place of what is configured for the client that is built here, except for named
 * instances with an endpoint of their own. It has no effect on clients that are beans.
 */
public interface DynamoDbConnectionDetails extends ConnectionDetails {

	/**
	 * Returns where it is.
	 * @return the address, or {@code null} for that of the region
	 */
	@Nullable URI getEndpoint();

	/**
	 * Returns the region.
	 * @return the region, or {@code null} for that which the AWS SDK finds
	 */
	default @Nullable String getRegion() {
		return null;
	}

	/**
	 * Returns the access key.
	 * @return the key, or {@code null} for the credentials that the AWS SDK finds
	 */
	default @Nullable String getAccessKey() {
		return null;
	}

	/**
	 * Returns the secret key, which is there if the access key is.
	 * @return the key
	 */
	default @Nullable String getSecretKey() {
		return null;
	}

}
