package io.cachebridge.backend.s3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Batches;
import io.cachebridge.spi.support.Deadline;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Lists and removes the objects of keys by prefix, page by page, each within the timeout.
 */
final class ObjectListing {

	/**
	 * What is listed, and removed, at once.
	 */
	static final int PAGE = 1000;

	private final Bucket bucket;

	private final ObjectKeys names;

	private final StoreCalls calls;

	private final Duration timeout;

	ObjectListing(Bucket bucket, ObjectKeys names, StoreCalls calls, Duration timeout) {
		this.bucket = bucket;
		this.names = names;
		this.calls = calls;
		this.timeout = timeout;
	}

	Stream<String> keys(String prefix) {
		Iterator<List<S3Object>> pages = new Pages("keys", this.names.beginning(prefix));
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, Spliterator.NONNULL), false)
			.flatMap(List::stream)
			.mapMulti((object, keys) -> {
				String key = this.names.key(object.key());
				if (key != null) {
					keys.accept(key);
				}
			});
	}

	long deleteByPrefix(String prefix) {
		long removed = 0;
		Iterator<List<S3Object>> pages = new Pages("deleteByPrefix", this.names.beginning(prefix));
		while (pages.hasNext()) {
			List<ObjectIdentifier> ours = new ArrayList<>();
			for (S3Object object : pages.next()) {
				if (this.names.key(object.key()) != null) {
					ours.add(ObjectIdentifier.builder().key(object.key()).build());
				}
			}
			removed += delete("deleteByPrefix", ours);
		}
		return removed;
	}

	/**
	 * Removes the objects of keys, each as long as it has the tag that was seen.
	 * @param seen the records by key, as they were read
	 * @return those of them that tell no tag
	 */
	Map<String, StoredRecord> deleteAllIf(Map<String, StoredRecord> seen) {
		Map<String, StoredRecord> others = new LinkedHashMap<>();
		List<ObjectIdentifier> objects = new ArrayList<>();
		seen.forEach((key, stored) -> {
			if (stored.token() instanceof EntityTag tag) {
				String name = this.names.name("deleteAllIf", key);
				objects.add(ObjectIdentifier.builder().key(name).eTag(tag.value()).build());
			}
			else {
				others.put(key, stored);
			}
		});
		new Batches<>(objects.iterator(), PAGE).forEachRemaining((batch) -> delete("deleteAllIf", batch));
		return others;
	}

	/**
	 * Removes objects.
	 * @param operation the operation, for messages
	 * @param objects a thousand at most, with the tags that they must have
	 * @return how many were removed
	 * @throws CacheBackendException if one was not, though it was the one; the others are
	 */
	private long delete(String operation, List<ObjectIdentifier> objects) {
		if (objects.isEmpty()) {
			return 0;
		}
		List<S3Error> left = this.calls.call(operation, null,
				() -> this.bucket.deleteAll(objects, Deadline.in(this.timeout)));
		for (S3Error error : left) {
			if (!S3Failures.isUntrueCondition(error)) {
				throw this.bucket.failures().translate(this.calls.backend(), operation, error);
			}
		}
		return (long) objects.size() - left.size();
	}

	/**
	 * Lists one page.
	 * @param operation the operation, for messages
	 * @param prefix what the names of the objects begin with
	 * @param after the object to begin behind, {@code null} for the first
	 * @return the page
	 */
	ListObjectsV2Response page(String operation, String prefix, @Nullable String after) {
		return this.calls.call(operation, null, () -> this.bucket.list(prefix, after, PAGE, Deadline.in(this.timeout)));
	}

	/**
	 * Each begins behind the name that the last one ended with, which need not be there
	 * any more.
	 */
	private final class Pages implements Iterator<List<S3Object>> {

		private final String operation;

		private final String prefix;

		private @Nullable String after;

		private boolean ended;

		Pages(String operation, String prefix) {
			this.operation = operation;
			this.prefix = prefix;
		}

		@Override
		public boolean hasNext() {
			return !this.ended;
		}

		@Override
		public List<S3Object> next() {
			if (this.ended) {
				throw new NoSuchElementException();
			}
			ListObjectsV2Response page = page(this.operation, this.prefix, this.after);
			List<S3Object> objects = page.contents();
			this.ended = objects.isEmpty() || !Boolean.TRUE.equals(page.isTruncated());
			this.after = objects.isEmpty() ? null : objects.get(objects.size() - 1).key();
			return objects;
		}

	}

}
