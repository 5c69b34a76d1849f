package io.cachebridge.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * Finds properties that look like ours and are not, as a misspelt one would otherwise
 * silently have no effect. Properties of stores and other features are theirs to check;
 * the metadata of all libraries tells which those are, and so do the providers of
 * backends.
 */
final class MisspeltProperties {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Pattern NAMESPACE = Pattern.compile("\"name\": *\"cachebridge\\.([a-z0-9-]+)\"");

	private static final Set<String> OWN = Set.of("enabled", "default-backend", "key-prefix", "dynamic", "defaults",
			"caches", "patterns", "backplane", "codec", "encryption");

	private MisspeltProperties() {
	}

	/**
	 * Looks through the environment.
	 * @param environment the environment
	 * @param classLoader finds the metadata
	 * @param types the types of backends, each with properties of its own
	 * @throws InvalidCachePropertyException if a property is misspelt
	 */
	static void check(Environment environment, ClassLoader classLoader, Set<String> types) {
		Set<String> others = namespaces(classLoader);
		others.addAll(types);
		others.removeAll(OWN);
		Iterable<ConfigurationPropertySource> sources = StreamSupport
			.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
			.map((source) -> source.filter((name) -> !belongsTo(others, name)))
			.toList();
		Binder binder = new Binder(sources, new PropertySourcesPlaceholdersResolver(environment));
		try {
			binder.bind("cachebridge", Bindable.of(CacheBridgeProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				throw misspelt(unbound.getUnboundProperties().iterator().next());
			}
			throw ex;
		}
	}

	private static InvalidCachePropertyException misspelt(ConfigurationProperty property) {
		boolean secret = Secrets.isSecret(property.getName().toString());
		return new InvalidCachePropertyException(property.getName().toString(), secret ? null : property.getValue(),
				"there is no such property", "Correct its spelling or its place, or remove it.");
	}

	private static boolean belongsTo(Set<String> namespaces, ConfigurationPropertyName name) {
		return name.getNumberOfElements() > 1 && namespaces.contains(name.getElement(1, Form.DASHED));
	}

	private static Set<String> namespaces(ClassLoader classLoader) {
		Set<String> namespaces = new TreeSet<>();
		try {
			for (URL metadata : Collections.list(classLoader.getResources(METADATA))) {
				try (InputStream content = metadata.openStream()) {
					Matcher matcher = NAMESPACE.matcher(new String(content.readAllBytes(), StandardCharsets.UTF_8));
					while (matcher.find()) {
						namespaces.add(matcher.group(1));
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(METADATA + " cannot be read", ex);
		}
		return namespaces;
	}

}
