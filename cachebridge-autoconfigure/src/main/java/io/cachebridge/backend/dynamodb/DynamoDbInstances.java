package io.cachebridge.backend.dynamodb;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.cachebridge.spi.support.NamedInstances;

/**
 * The tables that are configured.
 */
final class DynamoDbInstances {

	static final String TYPE = "dynamodb";

	private final NamedInstances<CacheBridgeDynamoDbProperties> settings;

	private final ObjectProvider<DynamoDbClient> clients;

	private final ObjectProvider<DynamoDbConnectionDetails> connections;

	DynamoDbInstances(NamedInstances<CacheBridgeDynamoDbProperties> settings, ObjectProvider<DynamoDbClient> clients,
			ObjectProvider<DynamoDbConnectionDetails> connections) {
		this.settings = settings;
		this.clients = clients;
		this.connections = connections;
	}

	Set<String> names() {
		return this.settings.names();
	}

	CacheBridgeDynamoDbProperties settings(String name) {
		return this.settings.get(name);
	}

	/**
	 * Opens a table, without connecting yet.
	 * @param name the name of the instance
	 * @param settings its settings
	 * @return the table
	 */
	DynamoDbTable open(String name, CacheBridgeDynamoDbProperties settings) {
		boolean configured = settings.region() != null || settings.endpoint() != null;
		DynamoDbClient shared = configured ? null : shared(name);
		ClientSource source = (shared != null) ? new SharedClient(shared) : new OwnClient(connection(name, settings));
		return new DynamoDbTable(name, this.settings.path(name), settings, source);
	}

	private DynamoDbConnectionDetails connection(String name, CacheBridgeDynamoDbProperties settings) {
		DynamoDbConnectionDetails details = this.settings.inherits(name, CacheBridgeDynamoDbProperties::endpoint)
				? this.connections.getIfAvailable() : null;
		return (details != null) ? details : new PropertiesDynamoDbConnectionDetails(settings);
	}

	private @Nullable DynamoDbClient shared(String name) {
		try {
			return this.clients.getIfAvailable();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new IllegalArgumentException(
					"There are several DynamoDbClient beans (%s); make one @Primary, or set '%s.region'".formatted(
							StringUtils.collectionToCommaDelimitedString(ex.getBeanNamesFound()),
							this.settings.path(name)),
					ex);
		}
	}

}
