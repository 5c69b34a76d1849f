package io.cachebridge.backend.tiered;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.RecordFormat;

/**
 * Copies of records of the far backend in the near one: each the bytes of the whole
 * record, in a record that ends sooner. Before a copy is made its place is reserved, and
 * it is only made if that reservation is still there.
 */
final class NearCopies {

	/** Longer than any read of the far backend should take. */
	private static final Duration RESERVATION = Duration.ofSeconds(30);

	private final CacheBackend near;

	private final NearTimeToLive timeToLive;

	private final Clock clock;

	private final long incarnation = new SecureRandom().nextLong() | 1;

	private final AtomicLong sequence = new AtomicLong();

	NearCopies(CacheBackend near, NearTimeToLive timeToLive, Clock clock) {
		this.near = near;
		this.timeToLive = timeToLive;
		this.clock = clock;
	}

	CacheBackend backend() {
		return this.near;
	}

	/**
	 * Reads what is at some places.
	 * @param keys the keys
	 * @return copies and whatever else is there, by key
	 */
	Map<String, StoredRecord> places(Collection<String> keys) {
		List<String> possible = keys.stream().filter(this::fits).toList();
		return possible.isEmpty() ? Map.of() : this.near.getAll(possible);
	}

	/**
	 * Returns the record that a place holds a copy of.
	 * @param place what is there
	 * @return the record, {@code null} if there is no copy or it has ended
	 */
	@Nullable StoredRecord original(@Nullable StoredRecord place) {
		byte[] content = (place != null) ? place.content() : null;
		if (place == null || content == null || place.version().equals(Version.NONE) || isOver(place)) {
			return null;
		}
		StoredRecord original = RecordFormat.read(content);
		return original.version().equals(Version.NONE) ? null : original;
	}

	private boolean isOver(StoredRecord place) {
		return place.expiresAt() != null && !place.expiresAt().isAfter(this.clock.instant());
	}

	/**
	 * Reserves places, so that what is read from the far backend afterwards can be copied
	 * there.
	 * @param keys the keys
	 * @param seen what was there
	 * @return the reservations by key; those that others were quicker to change are left
	 * out
	 */
	Map<String, StoredRecord> reserve(Collection<String> keys, Map<String, StoredRecord> seen) {
		Map<String, StoredRecord> reserved = new LinkedHashMap<>();
		for (String key : keys) {
			StoredRecord reservation = StoredRecord.reservation(nextVersion(), this.clock.instant().plus(RESERVATION));
			if (fits(key) && this.near.putIf(key, seen.get(key), reservation).applied()) {
				reserved.put(key, reservation);
			}
		}
		return reserved;
	}

	/**
	 * Makes a copy at a reserved place.
	 * @param key the key
	 * @param reservation the reservation
	 * @param original the record
	 */
	void fill(String key, StoredRecord reservation, StoredRecord original) {
		StoredRecord copy = copyOf(original);
		if (copy != null) {
			this.near.putIf(key, reservation, copy);
		}
	}

	/**
	 * Makes a copy that is only served where the far backend confirms it.
	 * @param key the key
	 * @param original the record
	 */
	void put(String key, StoredRecord original) {
		StoredRecord copy = fits(key) ? copyOf(original) : null;
		if (copy != null) {
			this.near.put(key, copy);
		}
	}

	void remove(String key) {
		if (fits(key)) {
			this.near.delete(key);
		}
	}

	private @Nullable StoredRecord copyOf(StoredRecord original) {
		Instant now = this.clock.instant();
		boolean over = original.expiresAt() != null && !original.expiresAt().isAfter(now);
		if (over || original.version().equals(Version.NONE)) {
			return null;
		}
		byte[] content = RecordFormat.write(original);
		return (content.length <= this.near.limits().maximumContentBytes())
				? StoredRecord.of(content, nextVersion(), this.timeToLive.endOfCopy(now, original.expiresAt())) : null;
	}

	private Version nextVersion() {
		return new Version(this.incarnation, this.sequence.incrementAndGet());
	}

	private boolean fits(String key) {
		Limits limits = this.near.limits();
		return key.length() <= limits.maximumKeyBytes() / 3
				|| key.getBytes(StandardCharsets.UTF_8).length <= limits.maximumKeyBytes();
	}

}
