package io.cachebridge.test.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Numbers in memory that processes share by way of a file, zero at first. What a process
 * wrote is there for the others at once, and stays when it is killed.
 */
final class SharedLongs {

	private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private final MappedByteBuffer memory;

	private SharedLongs(MappedByteBuffer memory) {
		this.memory = memory;
	}

	static SharedLongs in(Path file, int count) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			return new SharedLongs(channel.map(MapMode.READ_WRITE, 0, (long) count * Long.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	long get(int index) {
		return (long) LONGS.getAcquire(this.memory, index * Long.BYTES);
	}

	void set(int index, long number) {
		LONGS.setRelease(this.memory, index * Long.BYTES, number);
	}

	long increment(int index) {
		return (long) LONGS.getAndAdd(this.memory, index * Long.BYTES, 1L) + 1;
	}

}
