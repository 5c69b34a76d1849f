package io.cachebridge.backend.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.KeyEscape;

/**
 * An address with places for texts, which cannot leave them.
 */
final class UrlTemplate {

	private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");

	private final String text;

	private final URI example;

	private UrlTemplate(String text, URI example) {
		this.text = text;
		this.example = example;
	}

	/**
	 * Reads a template.
	 * @param property where it was configured
	 * @param text the text
	 * @param place a place that it must have, as in {@code {key}}
	 * @return the template
	 * @throws IllegalArgumentException if it cannot be used; the message shows neither
	 * credentials nor the query
	 */
	static UrlTemplate of(String property, @Nullable String text, String place) {
		if (text == null || text.isBlank()) {
			throw new IllegalArgumentException(
					"'%s' must be set, for example to https://cache.example.com/cache/%s".formatted(property, place));
		}
		require(text.contains(place), property, "contain " + place, text);
		URI example = parse(fill(text, "a"));
		URI other = parse(fill(text, "b"));
		if (example == null || other == null) {
			throw unusable(property, "be a URL", text);
		}
		require("http".equalsIgnoreCase(example.getScheme()) || "https".equalsIgnoreCase(example.getScheme()), property,
				"begin with http:// or https://", text);
		require(example.getRawUserInfo() == null, property, "not hold credentials; use 'token' or 'headers' beside it",
				text);
		require(example.getHost() != null && example.getRawFragment() == null, property, "have a host and no fragment",
				text);
		require(Objects.equals(example.getRawAuthority(), other.getRawAuthority()), property,
				"have its places in the path or the query", text);
		return new UrlTemplate(text, example);
	}

	/**
	 * Returns the address with a text in a place.
	 * @param place the place
	 * @param value the text
	 * @return the template with one place less
	 */
	UrlTemplate with(String place, String value) {
		return new UrlTemplate(this.text.replace(place, escape(value)), this.example);
	}

	/**
	 * Returns the address with a text in a place that the server has told in this form.
	 * @param place the place
	 * @param value the text, escaped as keys are
	 * @return the template with one place less
	 */
	UrlTemplate withEscaped(String place, String value) {
		return new UrlTemplate(this.text.replace(place, percent(value)), this.example);
	}

	UrlTemplate withParameter(String name, String value) {
		String separator = (this.text.indexOf('?') < 0) ? "?" : "&";
		return new UrlTemplate(this.text + separator + URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + value,
				this.example);
	}

	boolean has(String place) {
		return this.text.contains(place);
	}

	URI uri() {
		return URI.create(this.text);
	}

	boolean isSecure() {
		return "https".equalsIgnoreCase(this.example.getScheme());
	}

	/**
	 * Returns what may be shown.
	 * @return scheme, host and port
	 */
	String server() {
		return this.example.getScheme() + "://" + this.example.getRawAuthority();
	}

	private static String escape(String value) {
		return percent(KeyEscape.escape(value));
	}

	private static String percent(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static String fill(String text, String value) {
		return text.replaceAll("\\{(key|prefix|after)}", value);
	}

	private static @Nullable URI parse(String text) {
		try {
			return new URI(text);
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static void require(boolean condition, String property, String demand, String text) {
		if (!condition) {
			throw unusable(property, demand, text);
		}
	}

	private static IllegalArgumentException unusable(String property, String demand, String text) {
		return new IllegalArgumentException("'%s' must %s but was '%s'".formatted(property, demand, shown(text)));
	}

	// Where the host ends is not known if it cannot be read: a password may hold anything
	private static String shown(String text) {
		URI example = parse(fill(text, "a"));
		boolean clear = text.indexOf('@') < 0 && example != null && example.getHost() != null;
		if (clear) {
			return text.replaceFirst("\\?.*", "");
		}
		Matcher scheme = SCHEME.matcher(text);
		return (scheme.lookingAt() ? scheme.group() : "") + "...";
	}

}
