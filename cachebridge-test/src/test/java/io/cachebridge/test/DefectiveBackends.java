package io.cachebridge.test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;

/**
 * Backends with one defect each, as real ones have had them.
 */
final class DefectiveBackends {

	private DefectiveBackends() {
	}

	static class KnowsOnlySeconds extends StoreToSpoil {

		@Override
		public void put(String key, StoredRecord record) {
			Instant expiry = record.expiresAt();
			super.put(key, new StoredRecord(record.content(), record.version(),
					(expiry != null) ? expiry.truncatedTo(ChronoUnit.SECONDS) : null, null));
		}

	}

	static class DropsEarly extends StoreToSpoil {

		@Override
		public @Nullable StoredRecord get(String key) {
			StoredRecord held = super.get(key);
			boolean early = held != null && held.expiresAt() != null
					&& held.expiresAt().minusMillis(20).isBefore(Instant.now());
			return early ? null : held;
		}

	}

	static class KeepsExpiryOfPredecessor extends StoreToSpoil {

		@Override
		public void put(String key, StoredRecord record) {
			StoredRecord held = get(key);
			super.put(key, (held != null) ? new StoredRecord(record.content(), record.version(), held.expiresAt(), null)
					: record);
		}

	}

	static class IgnoresExpiredRecords extends StoreToSpoil {

		@Override
		public void put(String key, StoredRecord record) {
			if (record.expiresAt() == null || record.expiresAt().isAfter(Instant.now())) {
				super.put(key, record);
			}
		}

	}

	static class TakesEmptyForReservation extends StoreToSpoil {

		@Override
		public void put(String key, StoredRecord record) {
			byte[] content = record.content();
			super.put(key, (content != null && content.length == 0)
					? StoredRecord.reservation(record.version(), record.expiresAt()) : record);
		}

	}

	static class CountsReservations extends StoreToSpoil {

		@Override
		public Removal delete(String key) {
			boolean present = get(key) != null;
			super.delete(key);
			return present ? Removal.PRESENT : Removal.ABSENT;
		}

	}

	static class IgnoresCase extends StoreToSpoil {

		@Override
		public @Nullable StoredRecord get(String key) {
			return super.get(key.toLowerCase(Locale.ROOT));
		}

		@Override
		public void put(String key, StoredRecord record) {
			super.put(key.toLowerCase(Locale.ROOT), record);
		}

	}

	static class CutsLongKeys extends StoreToSpoil {

		@Override
		public @Nullable StoredRecord get(String key) {
			return super.get(key.substring(0, Math.min(250, key.length())));
		}

		@Override
		public void put(String key, StoredRecord record) {
			super.put(key.substring(0, Math.min(250, key.length())), record);
		}

	}

	static class ListsByPattern extends StoreToSpoil {

		@Override
		public Stream<String> keys(String prefix) {
			Pattern pattern = Pattern.compile("\\Q" + prefix.replace("*", "\\E.*\\Q") + "\\E.*", Pattern.DOTALL);
			return super.keys("").filter((key) -> pattern.matcher(key).matches());
		}

	}

	static class ListsOnePage extends StoreToSpoil {

		@Override
		public Stream<String> keys(String prefix) {
			return super.keys(prefix).limit(1000);
		}

	}

	static class ReadsOnePage extends StoreToSpoil {

		@Override
		public Map<String, StoredRecord> getAll(Collection<String> keys) {
			return super.getAll(keys.stream().limit(1000).toList());
		}

	}

	static class ReadsThenWrites extends StoreToSpoil {

		@Override
		public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
			StoredRecord held = get(key);
			if (!Objects.equals((held != null) ? held.version() : null, (seen != null) ? seen.version() : null)) {
				return PutOutcome.refused(held);
			}
			LockSupport.parkNanos(100_000);
			put(key, next);
			return PutOutcome.applied(next);
		}

	}

	static class ComparesExpiry extends StoreToSpoil {

		@Override
		public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
			StoredRecord held = get(key);
			boolean same = held == null || seen == null || Objects.equals(held.expiresAt(), seen.expiresAt());
			return same ? super.putIf(key, seen, next) : PutOutcome.refused(held);
		}

	}

	static class RefusesWithoutCurrent extends StoreToSpoil {

		@Override
		public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
			PutOutcome outcome = super.putIf(key, seen, next);
			return outcome.applied() ? outcome : PutOutcome.refused(null);
		}

	}

	static class OverwritesReservations extends StoreToSpoil {

		@Override
		public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
			StoredRecord held = get(key);
			return super.putIf(key, (seen == null && held != null && held.isReservation()) ? held : seen, next);
		}

	}

	static class FillsAfterEvict extends StoreToSpoil {

		@Override
		public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
			for (int i = 0; i < 100 && seen != null && get(key) != null; i++) {
				LockSupport.parkNanos(100_000);
			}
			return super.putIf(key, (get(key) != null) ? seen : null, next);
		}

	}

	static class CountsNotAtomically extends StoreToSpoil {

		private volatile long value;

		@Override
		public long increment(String key, long delta, @Nullable Duration timeToLive) {
			long next = this.value + delta;
			LockSupport.parkNanos(100_000);
			this.value = next;
			return next;
		}

	}

	static class RenewsCounters extends StoreToSpoil {

		@Override
		public long increment(String key, long delta, @Nullable Duration timeToLive) {
			return super.increment(key, delta, null);
		}

	}

	static class PrunesTheLiving extends StoreToSpoil {

		@Override
		public long prune(Instant now) {
			return super.prune(now.plusSeconds(3600));
		}

	}

	static class PrunesNothing extends StoreToSpoil {

		@Override
		public long prune(Instant now) {
			return 0;
		}

	}

	static class HandsOutItsCapabilities extends StoreToSpoil {

		private final Set<Capability> capabilities = EnumSet.of(Capability.ENUMERATION);

		@Override
		public Set<Capability> capabilities() {
			return this.capabilities;
		}

	}

	static class OffersWhatItDoesNotDeclare extends StoreToSpoil {

		@Override
		public Set<Capability> capabilities() {
			return Set.of();
		}

	}

	static class IsDown extends StoreToSpoil {

		@Override
		public BackendHealth health() {
			return BackendHealth.down(Duration.ZERO, new IllegalStateException("down"));
		}

	}

	static class ClosesOnce extends StoreToSpoil {

		private boolean closed;

		@Override
		public void close() {
			if (this.closed) {
				throw new IllegalStateException("closed already");
			}
			this.closed = true;
		}

	}

}
