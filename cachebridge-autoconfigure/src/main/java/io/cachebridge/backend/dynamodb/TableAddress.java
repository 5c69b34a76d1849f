package io.cachebridge.backend.dynamodb;

import java.net.URI;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

/**
 * Which table it is, and how somebody would create it.
 *
 * @param table its name
 * @param path where its settings are
 * @param source knows region and endpoint
 */
record TableAddress(String table, String path, ClientSource source) {

	/**
	 * Returns the commands that create such a table.
	 * @return the commands
	 */
	String commands() {
		return ("aws dynamodb create-table --table-name %1$s --attribute-definitions AttributeName=k,AttributeType=S"
				+ " --key-schema AttributeName=k,KeyType=HASH --billing-mode PAY_PER_REQUEST%2$s && "
				+ "aws dynamodb wait table-exists --table-name %1$s%2$s && "
				+ "aws dynamodb update-time-to-live --table-name %1$s"
				+ " --time-to-live-specification Enabled=true,AttributeName=ttl%2$s")
			.formatted(this.table, where());
	}

	private String where() {
		DynamoDbClient client = this.source.current();
		if (client == null) {
			return "";
		}
		DynamoDbServiceClientConfiguration configuration = client.serviceClientConfiguration();
		return " --region " + configuration.region()
				+ configuration.endpointOverride().map(TableAddress::endpoint).orElse("");
	}

	// What stands before the host may be a password
	private static String endpoint(URI address) {
		String port = (address.getPort() != -1) ? ":" + address.getPort() : "";
		return " --endpoint-url %s://%s%s".formatted(address.getScheme(), address.getHost(), port);
	}

}
