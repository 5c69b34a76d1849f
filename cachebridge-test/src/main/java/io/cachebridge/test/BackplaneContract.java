package io.cachebridge.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Backplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Demands of a backplane what {@link Backplane} promises. Extend it and say how a
 * backplane is created:
 *
 * <pre class="code">
 * class AcmeBackplaneTests extends BackplaneContract {
 *
 *     &#64;Override
 *     protected Backplane createBackplane(String channel) {
 *         return new AcmeBackplane(..., channel);
 *     }
 *
 * }
 * </pre>
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class BackplaneContract {

	private final Deque<Backplane> opened = new ArrayDeque<>();

	private final String channel = "contract-" + UUID.randomUUID();

	/**
	 * Creates a backplane that is not started, as one more node has it. All are closed
	 * after the test.
	 * @param channel the channel
	 * @return the backplane
	 * @throws Exception if that fails
	 */
	protected abstract Backplane createBackplane(String channel) throws Exception;

	/**
	 * Creates a backplane of the same kind whose transport cannot be reached.
	 * @param channel the channel
	 * @return the backplane
	 * @throws Exception if that fails
	 */
	protected Backplane createUnreachableBackplane(String channel) throws Exception {
		throw new TestAbortedException("createUnreachableBackplane(channel) is not overridden");
	}

	/**
	 * Tells how long a message may be on its way.
	 * @return ten seconds by default
	 */
	protected Duration patience() {
		return Duration.ofSeconds(10);
	}

	@AfterEach
	void closeBackplanes() {
		this.opened.forEach(Backplane::close);
	}

	private Backplane open(String channel) throws Exception {
		Backplane backplane = createBackplane(channel);
		this.opened.add(backplane);
		return backplane;
	}

	private Ear listen(Backplane backplane) {
		Ear ear = new Ear();
		backplane.start(ear);
		Awaitility.await()
			.atMost(patience())
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> ear.connections() > 0);
		return ear;
	}

	private void assertHears(Ear ear, byte[] message) {
		Awaitility.await()
			.atMost(patience())
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> ear.heard(message));
	}

	@Test
	void carriesMessagesToAllOtherNodes() throws Exception {
		Backplane sender = open(this.channel);
		listen(sender);
		Ear second = listen(open(this.channel));
		Ear third = listen(open(this.channel));
		sender.publish(text("hello"));
		assertHears(second, text("hello"));
		assertHears(third, text("hello"));
	}

	@Test
	void carriesMessagesBothWays() throws Exception {
		Backplane first = open(this.channel);
		Backplane second = open(this.channel);
		Ear firstEar = listen(first);
		Ear secondEar = listen(second);
		first.publish(text("from first"));
		second.publish(text("from second"));
		assertHears(secondEar, text("from first"));
		assertHears(firstEar, text("from second"));
	}

	@Test
	void carriesMessagesToTheSenderToo() throws Exception {
		Backplane sender = open(this.channel);
		Ear ear = listen(sender);
		sender.publish(text("an echo"));
		assertHears(ear, text("an echo"));
	}

	@Test
	void carriesAnyBytes() throws Exception {
		Backplane sender = open(this.channel);
		Ear ear = listen(open(this.channel));
		byte[] everyByte = new byte[256];
		for (int i = 0; i < everyByte.length; i++) {
			everyByte[i] = (byte) i;
		}
		for (byte[] message : List.of(everyByte, new byte[] { 0 }, new byte[] { -1 }, new byte[200], text("\r\n"),
				text("{\"a\":'b'}"), text("äöü😀"))) {
			sender.publish(message);
			assertHears(ear, message);
		}
	}

	@Test
	void carriesMessagesOfMaximumSize() throws Exception {
		Backplane sender = open(this.channel);
		Ear ear = listen(open(this.channel));
		assertThat(sender.maximumMessageBytes()).isGreaterThanOrEqualTo(256);
		byte[] message = new byte[Math.min(sender.maximumMessageBytes(), 1024 * 1024)];
		for (int i = 0; i < message.length; i++) {
			message[i] = (byte) (i * 31 + i / 251);
		}
		sender.publish(message);
		assertHears(ear, message);
	}

	@Test
	void carriesManyMessagesOfManyThreads() throws Exception {
		Backplane sender = open(this.channel);
		Ear ear = listen(open(this.channel));
		List<Callable<Boolean>> senders = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			String name = "thread " + thread + " message ";
			senders.add(() -> {
				for (int i = 0; i < 50; i++) {
					sender.publish(text(name + i));
				}
				return true;
			});
		}
		Race.run(senders);
		for (int thread = 0; thread < 4; thread++) {
			for (int i = 0; i < 50; i++) {
				assertHears(ear, text("thread " + thread + " message " + i));
			}
		}
	}

	@Test
	void keepsChannelsApart() throws Exception {
		for (String other : List.of(this.channel + "x", this.channel.substring(0, this.channel.length() - 1),
				this.channel.replace("contract", "Contract"), this.channel + ":1", this.channel.replace('-', '?'),
				this.channel.substring(0, 12) + "*")) {
			Backplane sender = open(this.channel);
			Ear ear = listen(open(this.channel));
			Ear otherEar = listen(open(other));
			sender.publish(text("ours"));
			assertHears(ear, text("ours"));
			// What was sent later has arrived, so the first would have too
			Backplane otherSender = open(other);
			otherSender.publish(text("theirs"));
			assertHears(otherEar, text("theirs"));
			assertThat(otherEar.heard(text("ours"))).as("heard on channel %s", other).isFalse();
			assertThat(ear.heard(text("theirs"))).as("heard from channel %s", other).isFalse();
		}
	}

	@Test
	void tellsThatItHears() throws Exception {
		Ear ear = listen(open(this.channel));
		assertThat(ear.connections()).isPositive();
		open(this.channel).publish(text("after connected"));
		assertHears(ear, text("after connected"));
	}

	@Test
	void callsNobodyAfterClose() throws Exception {
		Backplane sender = open(this.channel);
		Backplane closing = open(this.channel);
		Ear closed = listen(closing);
		Ear open = listen(open(this.channel));
		closing.close();
		int before = closed.calls();
		for (int i = 0; i < 20; i++) {
			sender.publish(text("late " + i));
		}
		assertHears(open, text("late 19"));
		assertThat(closed.calls()).isEqualTo(before);
		assertThat(closed.heard(text("late 19"))).isFalse();
	}

	@Test
	void closesTwiceAndBeforeStart() throws Exception {
		Backplane started = open(this.channel);
		listen(started);
		Backplane idle = open(this.channel);
		assertThatCode(() -> {
			started.close();
			started.close();
			idle.close();
			idle.close();
		}).doesNotThrowAnyException();
	}

	@Test
	void startsAtOnceWhenTransportIsAway() throws Exception {
		Backplane away = createUnreachableBackplane(this.channel);
		this.opened.add(away);
		Ear ear = new Ear();
		assertThatCode(() -> away.start(ear)).doesNotThrowAnyException();
		assertThat(ear.connections()).isZero();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> away.publish(text("lost")));
		assertThatCode(away::close).doesNotThrowAnyException();
		assertThat(ear.connections()).isZero();
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
