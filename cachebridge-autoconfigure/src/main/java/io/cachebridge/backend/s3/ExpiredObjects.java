package io.cachebridge.backend.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.support.LastCount;
import io.cachebridge.spi.support.ParallelCalls;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Looks for the objects of expired records and removes them. A listing tells no expiry,
 * so each object is asked for it, but only once as long as it has the same tag: a run
 * costs one request for a thousand objects, and one for each that was written since the
 * last. An object that is written anew meanwhile has another tag and is left alone.
 */
final class ExpiredObjects {

	/** Of more objects than these the expiry is asked for each time: 10 MB. */
	private static final int MOST_KNOWN = 100_000;

	private final Bucket bucket;

	private final String prefix;

	private final ObjectListing listing;

	private final ParallelCalls parallel;

	private final StoreCalls calls;

	private final LastCount count;

	private final ReentrantLock lock = new ReentrantLock();

	/** Expiries by tag, of the last run and of this one. */
	private Map<String, Instant> known = new HashMap<>();

	private Map<String, Instant> seen = new HashMap<>();

	private @Nullable String reached;

	private boolean ended;

	private long staying;

	private long bytes;

	ExpiredObjects(Bucket bucket, String prefix, ObjectListing listing, ParallelCalls parallel, StoreCalls calls,
			LastCount count) {
		this.bucket = bucket;
		this.prefix = prefix;
		this.listing = listing;
		this.parallel = parallel;
		this.calls = calls;
		this.count = count;
	}

	/**
	 * Removes what expired on the next page that has any such object.
	 * @param now the time to compare with
	 * @return how many were removed; zero at the end, or if another thread is at it
	 */
	long prune(Instant now) {
		if (!this.lock.tryLock()) {
			return 0;
		}
		try {
			return this.ended ? endRun() : removeNext(now);
		}
		catch (RuntimeException ex) {
			endRun();
			throw ex;
		}
		finally {
			this.lock.unlock();
		}
	}

	private long removeNext(Instant now) {
		long removed;
		do {
			ListObjectsV2Response page = this.listing.page("prune", this.prefix, this.reached);
			List<S3Object> objects = page.contents();
			removed = this.listing.delete("prune", expired(objects, now));
			this.ended = objects.isEmpty() || !Boolean.TRUE.equals(page.isTruncated());
			this.reached = objects.isEmpty() ? null : objects.get(objects.size() - 1).key();
		}
		while (removed == 0 && !this.ended);
		return (removed > 0) ? removed : endRun();
	}

	private List<ObjectIdentifier> expired(List<S3Object> objects, Instant now) {
		List<Instant> expiries = this.parallel.map(objects, this::expiry);
		List<ObjectIdentifier> expired = new ArrayList<>();
		for (int i = 0; i < objects.size(); i++) {
			S3Object object = objects.get(i);
			if (expiries.get(i).isBefore(now)) {
				expired.add(ObjectIdentifier.builder().key(object.key()).eTag(object.eTag()).build());
				continue;
			}
			this.staying++;
			this.bytes += Objects.requireNonNullElse(object.size(), 0L);
			if (object.eTag() != null && this.seen.size() < MOST_KNOWN) {
				this.seen.put(object.eTag(), expiries.get(i));
			}
		}
		return expired;
	}

	private Instant expiry(S3Object object) {
		Instant before = this.known.get(object.eTag());
		if (before != null) {
			return before;
		}
		RecordHeader header = this.calls.call("prune", null, () -> this.bucket.header(object.key()));
		Instant expiresAt = (header != null) ? header.expiresAt() : null;
		return (expiresAt != null) ? expiresAt : Instant.MAX;
	}

	private long endRun() {
		if (this.ended) {
			this.count.counted(this.staying, this.bytes);
		}
		this.staying = 0;
		this.bytes = 0;
		this.known = this.seen;
		this.seen = new HashMap<>();
		this.reached = null;
		this.ended = false;
		return 0;
	}

}
