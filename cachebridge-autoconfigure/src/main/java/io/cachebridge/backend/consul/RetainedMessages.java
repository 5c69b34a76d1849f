package io.cachebridge.backend.consul;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The messages that a node has seen in Consul and how long ago, and which of them it
 * removes: its own ones first, and after twice the time those of others, who have ended
 * by then. Known to one thread only.
 */
final class RetainedMessages {

	static final Retention DEFAULTS = new Retention(Duration.ofMinutes(1), 256, Duration.ofSeconds(5),
			Duration.ofSeconds(20));

	private final Retention retention;

	private final Map<String, Long> seen = new HashMap<>();

	RetainedMessages(Retention retention) {
		this.retention = retention;
	}

	/**
	 * Takes note of the messages that are there.
	 * @param messages all messages
	 * @return those that were not there before, in the order in which Consul took them
	 */
	List<KeyValue> arrived(List<KeyValue> messages) {
		Set<String> present = messages.stream().map(KeyValue::key).collect(Collectors.toSet());
		this.seen.keySet().retainAll(present);
		long now = System.nanoTime();
		return messages.stream()
			.filter((message) -> this.seen.putIfAbsent(message.key(), now) == null)
			.sorted(Comparator.comparingLong(KeyValue::index))
			.toList();
	}

	/**
	 * Chooses what to remove.
	 * @param messages all messages
	 * @param isOwn which of them are of this node
	 * @return the oldest ones that are to be removed, as many as fit in one transaction
	 */
	List<KeyValue> removable(List<KeyValue> messages, Predicate<String> isOwn) {
		List<KeyValue> oldestFirst = messages.stream().sorted(Comparator.comparingLong(KeyValue::index)).toList();
		List<KeyValue> tooMany = oldestFirst.subList(0, Math.max(0, messages.size() - this.retention.most()));
		Set<String> surplus = tooMany.stream().map(KeyValue::key).collect(Collectors.toSet());
		return oldestFirst.stream().filter((message) -> {
			Duration age = surplus.contains(message.key()) ? this.retention.shortest() : this.retention.age();
			return isOlder(message.key(), isOwn.test(message.key()) ? age : age.multipliedBy(2));
		}).limit(Transaction.MOST_OPERATIONS - 1).toList();
	}

	private boolean isOlder(String key, Duration age) {
		Long since = this.seen.get(key);
		return since != null && System.nanoTime() - since > age.toNanos();
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

}
