package io.cachebridge.backend.tiered;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.ParallelCalls;

/**
 * Copies of records of the far backend in the near one, under keys that no one else has:
 * {@code near:}, the name of the pair, a colon and the key. Before a copy is made its
 * place is reserved, and it is only made if that reservation is still there.
 */
final class NearCopies implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(NearCopies.class);

	private static final int PARALLELISM = 8;

	private final CacheBackend near;

	private final NearTimeToLive timeToLive;

	private final Clock clock;

	private final String prefix;

	private final ParallelCalls calls;

	private final Reservations reservations = new Reservations();

	/**
	 * Creates no copies yet.
	 * @param pair the name of the pair, the same on all nodes
	 * @param near holds the copies
	 * @param timeToLive how long
	 * @param clock tells which are over
	 */
	NearCopies(String pair, CacheBackend near, NearTimeToLive timeToLive, Clock clock) {
		this.near = near;
		this.timeToLive = timeToLive;
		this.clock = clock;
		this.prefix = "near:" + URLEncoder.encode(pair, StandardCharsets.UTF_8) + ":";
		this.calls = new ParallelCalls("cachebridge-" + pair, PARALLELISM);
	}

	CacheBackend backend() {
		return this.near;
	}

	/**
	 * Does what reads and writes can do without.
	 * @param what what is done, for the log
	 * @param action does it
	 * @param <T> the type of the answer
	 * @return the answer, {@code null} if the near backend fails
	 */
	<T> @Nullable T orNull(String what, Supplier<T> action) {
		try {
			return action.get();
		}
		catch (CacheBackendException ex) {
			logger.debug("The near backend does not %s".formatted(what), ex);
			return null;
		}
	}

	void quietly(String what, Runnable action) {
		orNull(what, () -> {
			action.run();
			return Boolean.TRUE;
		});
	}

	/**
	 * Reads what is at the places of some keys.
	 * @param keys the keys
	 * @return copies and reservations, by key
	 */
	Map<String, StoredRecord> places(Collection<String> keys) {
		List<String> places = keys.stream().map(this::place).filter(this::fits).toList();
		Map<String, StoredRecord> found = new LinkedHashMap<>();
		if (!places.isEmpty()) {
			this.near.getAll(places).forEach((place, held) -> found.put(place.substring(this.prefix.length()), held));
		}
		return found;
	}

	/**
	 * Returns the records that places hold copies of.
	 * @param places what is there, by key
	 * @return the records by key, without those whose copy has ended
	 */
	Map<String, StoredRecord> originals(Map<String, StoredRecord> places) {
		Map<String, StoredRecord> originals = new LinkedHashMap<>();
		places.forEach((key, place) -> {
			StoredRecord original = isOver(place) ? null : CopyFormat.read(place);
			if (original != null) {
				originals.put(key, original);
			}
		});
		return originals;
	}

	private boolean isOver(StoredRecord held) {
		return held.expiresAt() != null && !held.expiresAt().isAfter(this.clock.instant());
	}

	/**
	 * Reserves places, so that what is read from the far backend afterwards can be copied
	 * there. One that was reserved a moment ago is left to whoever did that, who copies
	 * what there is; where there is nothing, this saves a write for each read.
	 * @param keys the keys
	 * @param seen what was there
	 * @return the reservations by key
	 */
	Map<String, StoredRecord> reserve(Collection<String> keys, Map<String, StoredRecord> seen) {
		Instant now = this.clock.instant();
		Map<String, StoredRecord> reserved = new LinkedHashMap<>();
		Map<String, StoredRecord> written = new LinkedHashMap<>();
		for (String key : keys) {
			if (fits(place(key)) && !Reservations.isRecent(seen.get(key), now)) {
				StoredRecord reservation = this.reservations.next(now);
				reserved.put(key, reservation);
				written.put(place(key), reservation);
			}
		}
		if (!written.isEmpty()) {
			this.near.putAll(written);
		}
		return reserved;
	}

	/**
	 * Makes copies at reserved places.
	 * @param reservations the reservations by key
	 * @param originals the records by key
	 */
	void fill(Map<String, StoredRecord> reservations, Map<String, StoredRecord> originals) {
		Map<String, StoredRecord> copies = copiesOf(originals);
		copies.keySet().retainAll(reservations.keySet());
		this.calls.each(copies.entrySet(),
				(copy) -> this.near.putIf(place(copy.getKey()), reservations.get(copy.getKey()), copy.getValue()));
	}

	/**
	 * Makes copies that are only served where the far backend confirms them.
	 * @param originals the records by key
	 */
	void put(Map<String, StoredRecord> originals) {
		Map<String, StoredRecord> copies = new LinkedHashMap<>();
		copiesOf(originals).forEach((key, copy) -> copies.put(place(key), copy));
		copies.keySet().removeIf((place) -> !fits(place));
		if (!copies.isEmpty()) {
			this.near.putAll(copies);
		}
	}

	void remove(Collection<String> keys) {
		this.calls.each(keys.stream().map(this::place).filter(this::fits).toList(), this.near::delete);
	}

	private Map<String, StoredRecord> copiesOf(Map<String, StoredRecord> originals) {
		Instant now = this.clock.instant();
		Map<String, StoredRecord> copies = new LinkedHashMap<>();
		originals.forEach((key, original) -> {
			byte[] content = isOver(original) ? null : CopyFormat.write(original);
			if (content != null && content.length <= this.near.limits().maximumContentBytes()) {
				copies.put(key, StoredRecord.of(content, this.reservations.nextVersion(),
						this.timeToLive.endOfCopy(now, original.expiresAt())));
			}
		});
		return copies;
	}

	private String place(String key) {
		return this.prefix + key;
	}

	private boolean fits(String place) {
		return this.near.limits().fitsKey(place);
	}

	@Override
	public void close() {
		this.calls.close();
	}

}
