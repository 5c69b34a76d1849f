package io.cachebridge.test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Backplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InProcessNetworkTests extends BackplaneContract {

	private final InProcessNetwork network = new InProcessNetwork();

	private final InProcessBackplane first = this.network.join("channel");

	private final InProcessBackplane second = this.network.join("channel");

	private final Ear firstEar = new Ear();

	private final Ear secondEar = new Ear();

	@Override
	protected Backplane createBackplane(String channel) {
		return this.network.join(channel);
	}

	@Override
	protected Backplane createUnreachableBackplane(String channel) {
		InProcessBackplane away = this.network.join(channel);
		away.disconnect();
		return away;
	}

	@Test
	void letsSenderHearItself() {
		start();
		this.first.publish(bytes("a"));
		assertThat(heard(this.firstEar)).containsExactly("a");
		assertThat(heard(this.secondEar)).containsExactly("a");
	}

	@Test
	void holdsAndReleasesMessages() {
		start();
		this.network.hold();
		this.first.publish(bytes("a"));
		this.first.publish(bytes("b"));
		assertThat(heard(this.secondEar)).isEmpty();
		assertThat(this.network.held()).hasSize(4);
		assertThat(this.network.releaseNext()).isTrue();
		assertThat(heard(this.firstEar)).containsExactly("a");
		assertThat(heard(this.secondEar)).isEmpty();
		this.network.release();
		assertThat(heard(this.secondEar)).containsExactly("a", "b");
		assertThat(this.network.releaseNext()).isFalse();
		this.first.publish(bytes("c"));
		assertThat(heard(this.secondEar)).containsExactly("a", "b", "c");
	}

	@Test
	void dropsDuplicatesAndReordersWhatIsHeld() {
		start();
		this.network.hold();
		IntStream.range(0, 20).forEach((i) -> this.first.publish(bytes(String.valueOf(i))));
		this.network.drop((delivery) -> delivery.receiver() == this.first);
		this.network.duplicate();
		this.network.shuffle(new Random(1));
		this.network.release();
		assertThat(heard(this.firstEar)).isEmpty();
		List<String> heard = heard(this.secondEar);
		assertThat(heard).hasSize(40).isNotEqualTo(heard.stream().sorted().toList());
		assertThat(heard.stream().distinct()).hasSize(20);
	}

	@Test
	void losesWhatIsSentToDisconnectedNodeAndTellsIt() {
		start();
		this.second.disconnect();
		this.first.publish(bytes("a"));
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> this.second.publish(bytes("b")));
		this.second.reconnect();
		this.first.publish(bytes("c"));
		assertThat(heard(this.secondEar)).containsExactly("c");
		assertThat(this.secondEar.disconnections()).isEqualTo(1);
		assertThat(this.secondEar.connections()).isEqualTo(2);
	}

	@Test
	void losesWhatIsSentToDeafNodeAndTellsNothing() {
		start();
		this.second.deafen();
		this.first.publish(bytes("a"));
		this.second.publish(bytes("b"));
		this.second.undeafen();
		assertThat(heard(this.firstEar)).containsExactly("a", "b");
		assertThat(heard(this.secondEar)).isEmpty();
		assertThat(this.secondEar.disconnections()).isZero();
		assertThat(this.secondEar.connections()).isEqualTo(1);
	}

	@Test
	void refusesMessageOverTheMaximum() {
		start();
		byte[] tooLarge = new byte[this.first.maximumMessageBytes() + 1];
		assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> this.first.publish(tooLarge));
	}

	private void start() {
		this.first.start(this.firstEar);
		this.second.start(this.secondEar);
	}

	private static List<String> heard(Ear ear) {
		return ear.messages().stream().map((message) -> new String(message, StandardCharsets.UTF_8)).toList();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
