package io.cachebridge.backend.consul;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The messages that a node has seen in Consul and how long ago, and which of them it
 * removes: its own ones first, and after twice the time those of others, who have ended
 * by then. Known to one thread only.
 */
final class RetainedMessages {

	static final Retention DEFAULTS = new Retention(Duration.ofMinutes(1), 256, Duration.ofSeconds(5),
			Duration.ofSeconds(20));

	private final Retention retention;

	/** In the order in which they came. */
	private final Map<String, Sight> seen = new LinkedHashMap<>();

	RetainedMessages(Retention retention) {
		this.retention = retention;
	}

	int size() {
		return this.seen.size();
	}

	/**
	 * Forgets the messages that are not there any more.
	 * @param messages the keys of all messages
	 * @return those that were not seen, in the same order
	 */
	List<String> unseen(List<String> messages) {
		this.seen.keySet().retainAll(Set.copyOf(messages));
		return messages.stream().filter((message) -> !this.seen.containsKey(message)).toList();
	}

	/**
	 * Takes note of messages.
	 * @param messages their keys
	 * @param index a number of Consul's that is not below theirs
	 */
	void see(List<String> messages, long index) {
		Sight now = new Sight(index, System.nanoTime());
		messages.forEach((message) -> this.seen.putIfAbsent(message, now));
	}

	/**
	 * Chooses what to remove.
	 * @param isOwn which messages are of this node
	 * @return the oldest ones that are to be removed, as many as fit in one transaction,
	 * with the number that is not below theirs
	 */
	Map<String, Long> removable(Predicate<String> isOwn) {
		long now = System.nanoTime();
		int tooMany = this.seen.size() - this.retention.most();
		Map<String, Long> removable = new LinkedHashMap<>();
		int place = 0;
		for (Map.Entry<String, Sight> each : this.seen.entrySet()) {
			Duration age = (place < tooMany) ? this.retention.shortest() : this.retention.age();
			int times = isOwn.test(each.getKey()) ? 1 : 2;
			if (now - each.getValue().nanoTime() > times * age.toNanos()
					&& removable.size() < Transaction.MOST_OPERATIONS - 1) {
				removable.put(each.getKey(), each.getValue().index());
			}
			place++;
		}
		return removable;
	}

	/**
	 * How long messages are kept for nodes that do not hear at the moment.
	 *
	 * @param age how long a message is kept
	 * @param most how many are, however young
	 * @param shortest how long those beyond are at least
	 * @param pause how long to wait between removals, as each of them is heard by all
	 */
	record Retention(Duration age, int most, Duration shortest, Duration pause) {

	}

	/**
	 * When a message was first seen.
	 *
	 * @param index a number of Consul's that is not below that of the message
	 * @param nanoTime the time
	 */
	private record Sight(long index, long nanoTime) {

	}

}
