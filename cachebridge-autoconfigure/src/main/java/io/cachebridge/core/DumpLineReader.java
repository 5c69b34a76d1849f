package io.cachebridge.core;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one line of a dump, of which nothing is believed: what it says ends up in a store
 * that all nodes read.
 */
final class DumpLineReader {

	private static final byte[] NO_BYTES = new byte[0];

	/** As late as every store can tell. */
	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

	private final JsonParser json;

	private final Set<String> codecs;

	private @Nullable String key;

	private @Nullable Instant createdAt;

	private @Nullable Instant freshUntil;

	private Set<String> tags = Set.of();

	private @Nullable String codec;

	private byte @Nullable [] value;

	private Validators validators = Validators.NONE;

	/**
	 * Creates a reader.
	 * @param json the line
	 * @param codecs the ids of the codecs there are
	 */
	DumpLineReader(JsonParser json, Set<String> codecs) {
		this.json = json;
		this.codecs = codecs;
	}

	DumpLine read() {
		require(this.json.nextToken() == JsonToken.START_OBJECT, "it is not an object of JSON");
		while (this.json.nextToken() == JsonToken.PROPERTY_NAME) {
			String property = this.json.currentName();
			this.json.nextToken();
			take(property);
		}
		require(this.json.currentToken() == JsonToken.END_OBJECT && this.json.nextToken() == null,
				"there is something after the object");
		if (this.key == null || this.createdAt == null || this.codec == null) {
			throw new IllegalArgumentException("it needs 'key', 'createdAt' and 'codec'");
		}
		require(this.codec.isEmpty() || this.value != null, "it needs 'text' or 'base64'");
		return new DumpLine(this.key, this.createdAt, this.freshUntil, this.tags, this.codec,
				Objects.requireNonNullElse(this.value, NO_BYTES), this.validators);
	}

	private void take(String property) {
		switch (property) {
			case "key" -> this.key = key(text(property));
			case "createdAt" -> this.createdAt = time(property);
			case "freshUntil" -> this.freshUntil = time(property);
			case "codec" -> this.codec = codec(text(property));
			case "text" -> this.value = text(property).getBytes(StandardCharsets.UTF_8);
			case "base64" -> this.value = Base64.getDecoder().decode(text(property));
			case "tags" -> this.tags = tags();
			case "etag" -> this.validators = this.validators.withEtag(text(property));
			case "lastModified" -> this.validators = this.validators.withLastModified(Instant.parse(text(property)));
			default -> this.json.skipChildren();
		}
	}

	private String text(String property) {
		require(this.json.currentToken() == JsonToken.VALUE_STRING, "'%s' must be a text".formatted(property));
		String text = this.json.getString();
		require(StandardCharsets.UTF_8.newEncoder().canEncode(text), "'%s' has a lone surrogate".formatted(property));
		return text;
	}

	// No name of a key has what stores cannot hold: KeyText escapes it
	private static String key(String name) {
		require(name.chars().noneMatch(Character::isISOControl), "'key' has control characters");
		return name;
	}

	private Instant time(String property) {
		Instant time = Instant.parse(text(property));
		require(time.isAfter(Instant.EPOCH) && !time.isAfter(LATEST),
				"'%s' must be after 1970 and before the year 10000".formatted(property));
		return time;
	}

	private String codec(String id) {
		ValueForm form = ValueForm.parse(id);
		require(form != null && (form.codec().isEmpty() || this.codecs.contains(form.codec())),
				"'codec' must be one of " + this.codecs);
		return id;
	}

	private Set<String> tags() {
		require(this.json.currentToken() == JsonToken.START_ARRAY, "'tags' must be an array of texts");
		List<String> tags = new ArrayList<>();
		while (this.json.nextToken() != JsonToken.END_ARRAY) {
			tags.add(text("tags"));
		}
		return Tags.require(tags);
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new IllegalArgumentException(otherwise);
		}
	}

}
