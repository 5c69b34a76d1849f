package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.MessageChannel;
import io.cachebridge.spi.support.OrderedDelivery;

/**
 * Carries messages in files. The operating system tells of new ones, which network file
 * systems do for the same host only; once a second the directory is listed all the same.
 */
final class FileMessageChannel implements MessageChannel {

	private static final int LARGEST_MESSAGE = 64 * 1024;

	private static final Duration LISTED_EVERY = Duration.ofSeconds(1);

	/** Who has not looked for longer may have missed messages that are removed by now. */
	private static final Duration LONGEST_ABSENCE = MessageFiles.KEPT.dividedBy(2);

	private static final int LISTINGS_BETWEEN_SWEEPS = 10;

	private final MessageFiles files;

	FileMessageChannel(MessageFiles files) {
		this.files = files;
	}

	@Override
	public int maximumMessageBytes() {
		return LARGEST_MESSAGE;
	}

	@Override
	public void publish(byte[] message) throws Exception {
		this.files.write(message);
	}

	@Override
	public void listen(OrderedDelivery delivery, CountDownLatch closed) throws Exception {
		this.files.require();
		try (WatchService watch = this.files.directory().getFileSystem().newWatchService()) {
			Object identity = this.files.identity();
			this.files.directory().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
			Listening listening = new Listening(delivery);
			delivery.connected();
			while (closed.getCount() > 0) {
				listening.hear(watch.poll(listening.untilNextListing().toNanos(), TimeUnit.NANOSECONDS));
				listening.listIfDue(identity);
			}
		}
	}

	@Override
	public void close() {
		// What listening needs is freed when it ends
	}

	/**
	 * What one listener has heard of; known to the thread of listening only.
	 */
	private final class Listening {

		private final OrderedDelivery delivery;

		private Set<String> heard;

		private Instant listedAt;

		private int listings;

		Listening(OrderedDelivery delivery) throws IOException {
			this.delivery = delivery;
			this.listedAt = FileMessageChannel.this.files.now();
			this.heard = FileMessageChannel.this.files.list();
		}

		Duration untilNextListing() {
			Duration left = LISTED_EVERY.minus(absence());
			return (left.isNegative() || left.compareTo(LISTED_EVERY) > 0) ? Duration.ZERO : left;
		}

		private Duration absence() {
			return Duration.between(this.listedAt, FileMessageChannel.this.files.now());
		}

		void hear(@Nullable WatchKey news) throws IOException {
			if (news == null) {
				return;
			}
			for (WatchEvent<?> event : news.pollEvents()) {
				// Without a name too many have come to be told one by one
				if (event.context() == null) {
					list();
				}
				else {
					hear(event.context().toString());
				}
			}
			if (!news.reset()) {
				throw new NoSuchFileException(FileMessageChannel.this.files.directory().toString());
			}
		}

		private void hear(String name) throws IOException {
			if (!MessageFiles.isMessage(name) || !this.heard.add(name)) {
				return;
			}
			try {
				byte[] message = FileMessageChannel.this.files.read(name);
				if (message != null) {
					this.delivery.message(message);
				}
			}
			catch (NoSuchFileException ex) {
				// Removed unheard, and perhaps others with it
				this.delivery.connected();
			}
		}

		void listIfDue(@Nullable Object identity) throws IOException {
			Duration absence = absence();
			if (!absence.isNegative() && absence.compareTo(LISTED_EVERY) < 0) {
				return;
			}
			if (!Objects.equals(identity, FileMessageChannel.this.files.identity())) {
				throw new NoSuchFileException(FileMessageChannel.this.files.directory().toString());
			}
			list();
			if (absence.compareTo(LONGEST_ABSENCE) > 0) {
				this.delivery.connected();
			}
			if (++this.listings % LISTINGS_BETWEEN_SWEEPS == 0) {
				FileMessageChannel.this.files.sweep();
			}
		}

		private void list() throws IOException {
			this.listedAt = FileMessageChannel.this.files.now();
			NavigableSet<String> listed = FileMessageChannel.this.files.list();
			for (String name : listed) {
				hear(name);
			}
			// What is removed does not come again
			this.heard = listed;
		}

	}

}
