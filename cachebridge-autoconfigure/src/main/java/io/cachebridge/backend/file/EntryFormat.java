package io.cachebridge.backend.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

import io.cachebridge.spi.support.RecordFormat;

/**
 * Lays an entry out in a file: four bytes that tell the format, the lengths of key and
 * payload, the checksum of the payload, the checksum of the head, key, payload. The head
 * is all before the payload together with as much of the payload as holds the header of a
 * record, so that it can be read and trusted alone. The length of the file has to be the
 * sum, so that a torn file is recognised whichever part is read. The format is stable:
 * what any version has written, later ones read.
 */
final class EntryFormat {

	static final int LONGEST_KEY = 64 * 1024;

	static final int LARGEST_CONTENT = 64 * 1024 * 1024;

	private static final int FORMAT = ('C' << 24) | ('B' << 16) | ('F' << 8) | 1;

	private static final int HEAD_CHECKSUM_OFFSET = 16;

	private static final int KEY_OFFSET = 20;

	private static final int LARGEST_PAYLOAD = RecordFormat.HEADER_BYTES + LARGEST_CONTENT;

	/** What most heads fit in. */
	private static final int FIRST_READ = 1024;

	private EntryFormat() {
	}

	static ByteBuffer[] write(String key, byte[] payload) {
		byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
		ByteBuffer start = ByteBuffer.allocate(KEY_OFFSET + keyBytes.length);
		start.putInt(FORMAT).putInt(keyBytes.length).putInt(payload.length).putInt(checksum(payload));
		start.putInt(headChecksum(start.array(), keyBytes, payload)).put(keyBytes).flip();
		return new ByteBuffer[] { start, ByteBuffer.wrap(payload) };
	}

	/**
	 * Returns how long the file of an entry is.
	 * @param key its key
	 * @param payload the length of its payload
	 * @return the number of bytes
	 */
	static long length(String key, int payload) {
		return KEY_OFFSET + key.getBytes(StandardCharsets.UTF_8).length + (long) payload;
	}

	/**
	 * Reads an entry as a whole.
	 * @param channel the file
	 * @param file its path, for messages
	 * @return the entry
	 * @throws DamagedEntryException if the file holds none
	 */
	static Entry read(FileChannel channel, Path file) throws IOException {
		long size = channel.size();
		if (size > KEY_OFFSET + LONGEST_KEY + LARGEST_PAYLOAD) {
			throw new DamagedEntryException(file, "too large");
		}
		byte[] bytes = read(channel, (int) size);
		Entry head = head(bytes, size, channel, file);
		byte[] payload = new byte[ByteBuffer.wrap(bytes).getInt(2 * Integer.BYTES)];
		System.arraycopy(bytes, bytes.length - payload.length, payload, 0, payload.length);
		if (checksum(payload) != ByteBuffer.wrap(bytes).getInt(3 * Integer.BYTES)) {
			throw new DamagedEntryException(file, "the checksum of the payload differs");
		}
		return new Entry(head.key(), payload);
	}

	/**
	 * Reads the head of an entry and nothing behind it.
	 * @param channel the file
	 * @param file its path, for messages
	 * @return the entry, with no more of the payload than the header of a record
	 * @throws DamagedEntryException if the file holds none
	 */
	static Entry readHead(FileChannel channel, Path file) throws IOException {
		long size = channel.size();
		return head(read(channel, (int) Math.min(size, FIRST_READ)), size, channel, file);
	}

	private static Entry head(byte[] read, long size, FileChannel channel, Path file) throws IOException {
		if (read.length < KEY_OFFSET) {
			throw new DamagedEntryException(file, "too short");
		}
		ByteBuffer start = ByteBuffer.wrap(read);
		boolean known = start.getInt() == FORMAT;
		int keyLength = start.getInt();
		int payloadLength = start.getInt();
		if (!known || keyLength < 0 || keyLength > LONGEST_KEY || payloadLength < 0) {
			throw new DamagedEntryException(file, "of another format");
		}
		if ((long) KEY_OFFSET + keyLength + payloadLength != size) {
			throw new DamagedEntryException(file, "too short or too long");
		}
		int beginning = Math.min(payloadLength, RecordFormat.HEADER_BYTES);
		int length = KEY_OFFSET + keyLength + beginning;
		byte[] head = (read.length < length) ? read(channel, length) : read;
		byte[] key = part(head, KEY_OFFSET, keyLength);
		byte[] payload = part(head, KEY_OFFSET + keyLength, beginning);
		if (headChecksum(head, key, payload) != start.getInt(HEAD_CHECKSUM_OFFSET)) {
			throw new DamagedEntryException(file, "the checksum of the head differs");
		}
		return new Entry(new String(key, StandardCharsets.UTF_8), payload);
	}

	private static byte[] part(byte[] bytes, int offset, int length) {
		byte[] part = new byte[length];
		System.arraycopy(bytes, offset, part, 0, length);
		return part;
	}

	// A file that another process cuts short meanwhile gives fewer bytes
	private static byte[] read(FileChannel channel, int length) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(length);
		int position = 0;
		while (buffer.hasRemaining()) {
			int count = channel.read(buffer, position);
			if (count < 0) {
				break;
			}
			position += count;
		}
		return buffer.array();
	}

	private static int checksum(byte[] payload) {
		CRC32C checksum = new CRC32C();
		checksum.update(payload);
		return (int) checksum.getValue();
	}

	private static int headChecksum(byte[] start, byte[] key, byte[] payload) {
		CRC32C checksum = new CRC32C();
		checksum.update(start, 0, HEAD_CHECKSUM_OFFSET);
		checksum.update(key);
		checksum.update(payload, 0, Math.min(payload.length, RecordFormat.HEADER_BYTES));
		return (int) checksum.getValue();
	}

}
