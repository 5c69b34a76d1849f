package io.cachebridge.backend.memcached;

import java.net.InetSocketAddress;

/**
 * Where a server is, as it was configured. An address of IPv6 stands in brackets.
 *
 * @param host the host
 * @param port the port
 */
record ServerAddress(String host, int port) {

	private static final int HIGHEST_PORT = 65_535;

	static ServerAddress parse(String property, String text) {
		int colon = text.lastIndexOf(':');
		String host = (colon > 0) ? text.substring(0, colon).trim() : "";
		int port = (colon > 0) ? port(text.substring(colon + 1).trim()) : 0;
		boolean bracketed = host.startsWith("[") && host.endsWith("]");
		if (host.isEmpty() || port == 0 || (host.indexOf(':') >= 0 && !bracketed)) {
			throw new IllegalArgumentException(
					"'%s' must be addresses as host:port but one was '%s'".formatted(property, text));
		}
		return new ServerAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
	}

	private static int port(String text) {
		try {
			int port = Integer.parseInt(text);
			return (port > 0 && port <= HIGHEST_PORT) ? port : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * Looks the host up.
	 * @return the address, unresolved if the host is not known
	 */
	InetSocketAddress resolve() {
		return new InetSocketAddress(this.host, this.port);
	}

	@Override
	public String toString() {
		return this.host + ":" + this.port;
	}

}
