package io.cachebridge.core;

import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * One value of a dump.
 *
 * @param key the name of its key
 * @param createdAt when it was made
 * @param freshUntil when it ends, {@code null} for never
 * @param tags its tags
 * @param codec what has written it, empty for {@code null}, and its transforms
 * @param value what these have made of it
 * @param validators what its source can be asked with
 */
record DumpLine(String key, Instant createdAt, @Nullable Instant freshUntil, Set<String> tags, String codec,
		byte[] value, Validators validators) {

	private static final JsonFactory JSON = new JsonFactory();

	static DumpLine of(String key, Envelope envelope) {
		Set<String> tags = new LinkedHashSet<>(envelope.epochs().keySet());
		tags.remove(Epochs.CACHE);
		tags.remove(Epochs.STAMP);
		return new DumpLine(key, envelope.createdAt(), envelope.freshUntil(), tags, envelope.codec(), envelope.value(),
				envelope.validators());
	}

	DumpLine protectedBy(ValueFormat format) {
		EncodedValue stored = format.protect(EntryKey.named(this.key), new EncodedValue(this.codec, this.value));
		return new DumpLine(this.key, this.createdAt, this.freshUntil, this.tags, stored.form(), stored.bytes(),
				this.validators);
	}

	StoredRecord toRecord(String keyName, Map<String, Version> epochs, Version version) {
		byte[] content = new Envelope(this.createdAt, this.freshUntil, epochs, keyName, this.codec, this.value,
				this.validators)
			.write();
		return StoredRecord.of(content, version, this.freshUntil);
	}

	String toJson() {
		StringWriter text = new StringWriter();
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
			json.writeStartObject();
			json.writeStringProperty("key", this.key);
			json.writeStringProperty("createdAt", this.createdAt.toString());
			if (this.freshUntil != null) {
				json.writeStringProperty("freshUntil", this.freshUntil.toString());
			}
			if (!this.tags.isEmpty()) {
				json.writeArrayPropertyStart("tags");
				this.tags.forEach(json::writeString);
				json.writeEndArray();
			}
			if (this.validators.etag() != null) {
				json.writeStringProperty("etag", this.validators.etag());
			}
			if (this.validators.lastModified() != null) {
				json.writeStringProperty("lastModified", this.validators.lastModified().toString());
			}
			json.writeStringProperty("codec", this.codec);
			String readable = readable(this.value);
			json.writeStringProperty((readable != null) ? "text" : "base64",
					(readable != null) ? readable : Base64.getEncoder().encodeToString(this.value));
			json.writeEndObject();
		}
		return text.toString();
	}

	private static @Nullable String readable(byte[] value) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	/**
	 * Reads a line. What it has besides is for later versions and ignored.
	 * @param line the line
	 * @param number its number, for messages
	 * @param codecs the ids of the codecs there are
	 * @return the value
	 * @throws IllegalArgumentException if it is not one of a dump
	 */
	static DumpLine fromJson(String line, long number, Set<String> codecs) {
		try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
			return new DumpLineReader(json, codecs).read();
		}
		catch (RuntimeException ex) {
			throw refused(number, ex);
		}
	}

	static IllegalArgumentException refused(long number, RuntimeException failure) {
		return new IllegalArgumentException("Line %d is not one of a dump: %s".formatted(number, reason(failure)),
				failure);
	}

	// What the parser says holds the beginning of the value
	private static String reason(RuntimeException failure) {
		return (failure instanceof JacksonException) ? "it is not an object of JSON"
				: String.valueOf(failure.getMessage());
	}

}
