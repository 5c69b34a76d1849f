package io.cachebridge.codec;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

import org.apache.fory.config.Config;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.memory.MemoryBuffer;
import org.apache.fory.serializer.ImmutableSerializer;

/**
 * Writes a time with its zone and its offset, which Fory leaves out: in the hour that
 * comes twice, when summer time ends, only the offset tells which of both it is.
 */
final class ForyZonedDateTime extends ImmutableSerializer<ZonedDateTime> {

	ForyZonedDateTime(Config config) {
		super(config, ZonedDateTime.class);
	}

	@Override
	public void write(WriteContext context, ZonedDateTime value) {
		MemoryBuffer buffer = context.getBuffer();
		buffer.writeInt64(value.toLocalDateTime().toEpochSecond(ZoneOffset.UTC));
		buffer.writeInt32(value.getNano());
		buffer.writeInt32(value.getOffset().getTotalSeconds());
		context.writeString(value.getZone().getId());
	}

	@Override
	public ZonedDateTime read(ReadContext context) {
		MemoryBuffer buffer = context.getBuffer();
		long seconds = buffer.readInt64();
		int nanos = buffer.readInt32();
		ZoneOffset offset = ZoneOffset.ofTotalSeconds(buffer.readInt32());
		ZoneId zone = ZoneId.of(context.readString());
		return ZonedDateTime.ofInstant(LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC), offset, zone);
	}

}
