package io.cachebridge.backend.consul;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Says where an agent of Consul is and what it lets in. A bean of this type takes the
 * place of the address, the token and the datacenter that are configured, except for
 * named instances with an address of their own.
 */
public interface ConsulConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the address of the HTTP interface.
	 * @return the address without {@code /v1} and without credentials, as in
	 * {@code http://localhost:8500}
	 */
	URI getUrl();

	/**
	 * Returns the ACL token.
	 * @return the token, or {@code null} to send none
	 */
	default @Nullable String getToken() {
		return null;
	}

	/**
	 * Returns the datacenter that holds the records.
	 * @return the datacenter, or {@code null} for the one of the agent
	 */
	default @Nullable String getDatacenter() {
		return null;
	}

}
