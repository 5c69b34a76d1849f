package io.cachebridge.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds out whether messages of other nodes were missed.
 * <p>
 * Each sender numbers its messages and says in its heartbeats how far it got. A number
 * that was not heard by then is a gap. Who is not known yet is expected to have been
 * heard from its first number, except for what it certainly sent before this node began
 * to hear. So whatever is forgotten here can only make the node more suspicious. A sender
 * that is at work when this node begins to hear has sent some since its last heartbeat,
 * so that its first messages missing then is no sign of a loss. Guarded by its owner.
 */
final class Senders {

	private static final int MAXIMUM_SENDERS = 1000;

	private final long patience;

	private final Map<Long, KnownSender> senders = new HashMap<>();

	private long hearingSince;

	/**
	 * Creates an empty set.
	 * @param patience for how many nanoseconds a node may be silent
	 */
	Senders(long patience) {
		this.patience = patience;
	}

	/**
	 * From now on messages are heard, and those sent before do not matter.
	 * @param now the reading of the ticker
	 */
	void beginHearing(long now) {
		this.hearingSince = now;
		this.senders.clear();
	}

	/**
	 * Messages are heard again, and none was missed meanwhile.
	 * @param now the reading of the ticker
	 */
	void resumeHearing(long now) {
		this.senders.values().forEach((sender) -> sender.heard(now));
	}

	/**
	 * Notes a message.
	 * @param message the message
	 * @param now the reading of the ticker, taken after the message arrived
	 * @return what is missing
	 */
	Missing heard(NodeMessage message, long now) {
		KnownSender sender = sender(message.incarnation(), now);
		return switch (message.kind()) {
			case KEY, ALL, TAG, EPOCH, ANY -> sender.number(message.number()) ? Missing.SOMETHING : Missing.NOTHING;
			case HEARTBEAT -> sent(sender, message, now);
			case GOODBYE -> {
				sender.leave();
				yield sent(sender, message, now);
			}
			case HELLO -> {
				sender.introduce();
				yield Missing.NOTHING;
			}
			case FILLED -> Missing.NOTHING;
		};
	}

	private Missing sent(KnownSender sender, NodeMessage message, long now) {
		Missing missing = sender.sent(message.number(), unconcerned(message.pulse(), now));
		boolean late = now - this.hearingSince > this.patience;
		return (late && missing == Missing.BEGINNING) ? Missing.SOMETHING : missing;
	}

	/**
	 * Notes a message that cannot be read.
	 * @param incarnation its sender
	 * @param now the reading of the ticker
	 */
	void heardUnreadable(long incarnation, long now) {
		sender(incarnation, now);
	}

	// What the sender had sent before this node began to hear
	private long unconcerned(Pulse pulse, long now) {
		return (Nanos.of(pulse.pause()) > now - this.hearingSince) ? pulse.before() : 0;
	}

	private KnownSender sender(long incarnation, long now) {
		KnownSender sender = this.senders.computeIfAbsent(incarnation, (unknown) -> new KnownSender(now));
		sender.heard(now);
		if (this.senders.size() > MAXIMUM_SENDERS) {
			this.senders.values().remove(leastRecent());
		}
		return sender;
	}

	private @Nullable KnownSender leastRecent() {
		return this.senders.values().stream().min(Comparator.comparingLong(KnownSender::lastHeard)).orElse(null);
	}

	/**
	 * Looks for those who should have been heard by now. A node may be alive, write to
	 * the store and not be heard, so silence that lasts is a reason again and again.
	 * @param now the reading of the ticker
	 * @return why something may be missing, for each of them
	 */
	List<SuspicionReason> overdue(long now) {
		this.senders.values().removeIf((sender) -> sender.isGone() && now - sender.lastHeard() > this.patience);
		List<SuspicionReason> reasons = new ArrayList<>();
		for (KnownSender sender : this.senders.values()) {
			if (sender.isMissed(now, this.patience)) {
				reasons.add(SuspicionReason.SILENCE);
			}
			if (sender.lacksIntroduction(now, this.patience)) {
				reasons.add(SuspicionReason.GAP);
			}
		}
		return reasons;
	}

}
