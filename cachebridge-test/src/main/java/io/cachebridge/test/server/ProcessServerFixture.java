package io.cachebridge.test.server;

import org.jspecify.annotations.Nullable;

/**
 * A server that is a process started here, unless tests may share it and the environment
 * tells where one runs already.
 * <p>
 * Whoever wants to stop, kill or pause it needs one of its own.
 */
public abstract class ProcessServerFixture extends ServerFixture {

	private final String name;

	private final String variable;

	private volatile @Nullable ServerProcess process;

	private volatile @Nullable String address;

	/**
	 * Creates a fixture whose server does not run yet.
	 * @param name the name of the server
	 * @param variable the environment variable that tells where one runs
	 * @param environment what says where to look
	 * @param shared whether all tests in this virtual machine share it
	 */
	ProcessServerFixture(String name, String variable, ServerEnvironment environment, boolean shared) {
		super(name, environment, shared);
		this.name = name;
		this.variable = variable;
	}

	/**
	 * Returns the address of a server that is started here.
	 * @param port its port
	 * @return the address, in the form in which the environment gives it
	 */
	abstract String addressAt(int port);

	/**
	 * Starts the server, which does not run, and waits until it answers. What asks it may
	 * do so on another thread.
	 * @param server the process to start, with a port and a directory that it keeps
	 * @throws ServerUnavailableException if it cannot be had
	 */
	abstract void launch(ServerProcess server);

	/**
	 * Starts the server if it does not run: on the port that it always had.
	 */
	@Override
	public final synchronized void start() {
		String given = isShared() ? environment().get(this.variable) : null;
		if (given != null) {
			this.address = given;
			return;
		}
		ServerProcess server = this.process;
		if (server == null) {
			server = new ServerProcess(this.name);
			this.address = addressAt(server.port());
			this.process = server;
		}
		if (!server.isRunning()) {
			launch(server);
		}
	}

	/**
	 * Returns where the server is, or was when it last ran.
	 * @return the address, as the environment or {@link #addressAt} gives it
	 */
	public final String address() {
		String known = this.address;
		if (known == null) {
			throw notStarted();
		}
		return known;
	}

	final boolean isStartedHere() {
		return this.process != null;
	}

	/**
	 * Ends the server in good order.
	 */
	public final void stop() {
		process().stop();
	}

	/**
	 * Ends the server at once.
	 */
	public final void kill() {
		process().kill();
	}

	/**
	 * Freezes the server: it accepts connections and answers nothing.
	 */
	public final void pause() {
		process().pause();
	}

	/**
	 * Lets a frozen server go on.
	 */
	public final void resume() {
		process().resume();
	}

	/**
	 * Returns the process, to do to it what others must not suffer.
	 * @return the process
	 * @throws IllegalStateException if other tests use it too, or it was not started
	 */
	final ServerProcess process() {
		if (isShared()) {
			throw new IllegalStateException(
					"Other tests use this server too; take %s.exclusive()".formatted(getClass().getSimpleName()));
		}
		ServerProcess server = this.process;
		if (server == null) {
			throw notStarted();
		}
		return server;
	}

	private static IllegalStateException notStarted() {
		return new IllegalStateException("The server was not started; is the fixture a static @RegisterExtension?");
	}

	@Override
	public final synchronized void close() {
		ServerProcess server = this.process;
		if (server != null) {
			server.close();
			this.process = null;
		}
	}

}
