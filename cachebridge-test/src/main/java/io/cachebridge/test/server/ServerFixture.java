package io.cachebridge.test.server;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for the tests of a class, registered there in a static field:
 *
 * <pre class="code">
 * &#64;RegisterExtension
 * static final RedisServerFixture redis = RedisServerFixture.shared();
 * </pre>
 *
 * If the server cannot be had, the tests of the class are skipped and the reason is
 * printed. If its name is in the environment variable
 * {@value ServerEnvironment#REQUIRED}, they fail instead.
 */
public abstract class ServerFixture implements BeforeAllCallback, AfterAllCallback {

	private final String name;

	private final ServerEnvironment environment;

	private final boolean shared;

	ServerFixture(String name, ServerEnvironment environment, boolean shared) {
		this.name = name;
		this.environment = environment;
		this.shared = shared;
	}

	/**
	 * Starts the server if it does not run. Called before the first test.
	 * @throws ServerUnavailableException if it cannot be had
	 */
	public abstract void start();

	/**
	 * Ends the server and removes its files. Called after the last test, for a shared
	 * server when the virtual machine ends.
	 */
	public abstract void close();

	@Override
	public final void beforeAll(ExtensionContext test) {
		try {
			start();
		}
		catch (ServerUnavailableException ex) {
			throw this.environment.skipOrFail(this.name, ex);
		}
	}

	@Override
	public final void afterAll(ExtensionContext test) {
		if (!this.shared) {
			close();
		}
	}

	final boolean isShared() {
		return this.shared;
	}

	final ServerEnvironment environment() {
		return this.environment;
	}

}
