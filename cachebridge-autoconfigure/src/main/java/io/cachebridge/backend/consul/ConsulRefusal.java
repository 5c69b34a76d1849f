package io.cachebridge.backend.consul;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Consul, or something before it, answered with a failure.
 */
final class ConsulRefusal extends IOException {

	private static final long serialVersionUID = 1L;

	static final int DENIED = 403;

	/**
	 * What of an answer may be shown: the rest can hold keys.
	 */
	private static final List<String> KNOWN = List.of("No cluster leader", "No path to datacenter", "ACL not found",
			"Permission denied", "rpc error", "too large", "rate limit", "not ready for consistent reads",
			"Unknown request path");

	private final int status;

	private ConsulRefusal(int status, @Nullable String reason) {
		super((reason != null) ? "%d (%s)".formatted(status, reason) : String.valueOf(status));
		this.status = status;
	}

	static ConsulRefusal of(int status, byte[] body) {
		String answer = new String(body, StandardCharsets.UTF_8);
		return new ConsulRefusal(status, KNOWN.stream().filter(answer::contains).findFirst().orElse(null));
	}

	int status() {
		return this.status;
	}

}
