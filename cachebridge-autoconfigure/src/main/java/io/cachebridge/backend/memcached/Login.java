package io.cachebridge.backend.memcached;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import net.rubyeye.xmemcached.command.binary.BaseBinaryCommand;
import net.rubyeye.xmemcached.command.binary.BinaryAuthStartCommand;

/**
 * Who logs in, by SASL and its mechanism {@code PLAIN}.
 */
final class Login {

	private static final String MECHANISM = "PLAIN";

	private final String username;

	private final String password;

	Login(String username, String password) {
		this.username = username;
		this.password = password;
	}

	/**
	 * Creates the command that logs in.
	 * @param answered opened when it is answered
	 * @return the command, which the client may log
	 */
	BaseBinaryCommand command(CountDownLatch answered) {
		byte[] data = ("\0" + this.username + "\0" + this.password).getBytes(StandardCharsets.UTF_8);
		return new BinaryAuthStartCommand(MECHANISM, MECHANISM.getBytes(StandardCharsets.US_ASCII), answered, data) {
			// The client writes commands as they are into its log
			@Override
			public String toString() {
				return "login";
			}
		};
	}

}
