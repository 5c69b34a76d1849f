package io.cachebridge.spi.support;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

/**
 * The settings of one type of store and of its named instances: {@code cachebridge.s3}
 * and {@code cachebridge.s3.instances.archive}. An instance has what it sets itself, and
 * for the rest what the type has.
 *
 * @param <P> the type of the settings
 */
public final class NamedInstances<P> {

	private static final String PREFIX = "cachebridge.";

	private static final String INSTANCES = ".instances.";

	private final String type;

	private final Class<P> properties;

	private final Environment environment;

	private final Set<String> names;

	private NamedInstances(String type, Class<P> properties, Environment environment, Collection<String> instances) {
		this.type = type;
		this.properties = properties;
		this.environment = environment;
		this.names = new TreeSet<>(instances);
		this.names.add(type);
	}

	/**
	 * Describes the instances of a type.
	 * @param type the type, whose settings are at {@code cachebridge.<type>}
	 * @param properties the type of the settings, bound by its constructor
	 * @param environment what to bind from
	 * @param instances the names under {@code instances}
	 * @param <P> the type of the settings
	 * @return the instances
	 * @throws IllegalArgumentException if one is called as the type, whose settings are
	 * not there, or has instances itself
	 */
	public static <P> NamedInstances<P> of(String type, Class<P> properties, Environment environment,
			Collection<String> instances) {
		NamedInstances<P> named = new NamedInstances<>(type, properties, environment, instances);
		Assert.isTrue(!instances.contains(type),
				() -> "'%1$s%2$s%3$s%2$s' would be ignored: the settings of '%2$s' are at '%1$s%2$s'; move them there"
					.formatted(PREFIX, type, INSTANCES));
		instances.forEach(named::requireNoInstances);
		return named;
	}

	private void requireNoInstances(String name) {
		ConfigurationPropertyName nested = place(name).append("instances");
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			Assert.isTrue(source.containsDescendantOf(nested) != ConfigurationPropertyState.PRESENT,
					() -> "'%s.instances' would be ignored: an instance has none; move what is there to '%s%s.instances'"
						.formatted(path(name), PREFIX, this.type));
		}
	}

	private ConfigurationPropertyName place(String name) {
		ConfigurationPropertyName type = ConfigurationPropertyName.of(PREFIX + this.type);
		if (name.equals(this.type)) {
			return type;
		}
		ConfigurationPropertyName instances = type.append("instances");
		return ConfigurationPropertyName.isValid(name) ? instances.append(name) : bracketed(name);
	}

	private ConfigurationPropertyName bracketed(String name) {
		return ConfigurationPropertyName.of(PREFIX + this.type).append("instances").append("[" + name + "]");
	}

	/**
	 * Returns the names of all instances, the type itself included.
	 * @return the names
	 */
	public Set<String> names() {
		return Collections.unmodifiableSet(this.names);
	}

	/**
	 * Returns where the settings of an instance are.
	 * @param name the name of the instance
	 * @return the prefix, for messages
	 */
	public String path(String name) {
		return PREFIX + (name.equals(this.type) ? this.type : this.type + INSTANCES + name);
	}

	/**
	 * Binds the settings of an instance.
	 * @param name one of {@link #names()}
	 * @return the settings
	 */
	public P get(String name) {
		ConfigurationPropertyName inherited = ConfigurationPropertyName.of(PREFIX + this.type);
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		ConfigurationPropertySources.get(this.environment).forEach(sources::add);
		ConfigurationPropertyName place = place(name);
		if (!name.equals(this.type)) {
			List<ConfigurationPropertySource> direct = List.copyOf(sources);
			for (ConfigurationPropertyName other : List.of(bracketed(name), inherited)) {
				for (ConfigurationPropertySource source : direct) {
					sources.add(Inherited.from(source, place, other));
				}
			}
		}
		return new Binder(sources, new PropertySourcesPlaceholdersResolver(this.environment)).bindOrCreate(place,
				Bindable.of(this.properties), BindHandler.DEFAULT);
	}

	/**
	 * Returns whether an instance has a setting as the type has it, as it does if it sets
	 * none of its own. The type itself always has.
	 * @param name one of {@link #names()}
	 * @param setting the setting
	 * @return whether it is the same
	 */
	public boolean inherits(String name, Function<P, @Nullable Object> setting) {
		return name.equals(this.type) || Objects.equals(setting.apply(get(name)), setting.apply(get(this.type)));
	}

	/**
	 * Shows the settings of the type in the place of those of an instance.
	 *
	 * @param source where the settings come from
	 * @param own where the settings of the instance are
	 * @param inherited where those of the type are
	 */
	private record Inherited(ConfigurationPropertySource source, ConfigurationPropertyName own,
			ConfigurationPropertyName inherited) implements ConfigurationPropertySource {

		static ConfigurationPropertySource from(ConfigurationPropertySource source, ConfigurationPropertyName own,
				ConfigurationPropertyName inherited) {
			Inherited translated = new Inherited(source, own, inherited);
			return (source instanceof IterableConfigurationPropertySource iterable)
					? new ListedInherited(translated, iterable) : translated;
		}

		@Override
		public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
			ConfigurationPropertyName there = translate(name);
			return (there != null) ? this.source.getConfigurationProperty(there) : null;
		}

		private @Nullable ConfigurationPropertyName translate(ConfigurationPropertyName name) {
			int first = this.own.getNumberOfElements();
			boolean translatable = this.own.isAncestorOf(name)
					&& !name.getElement(first, Form.UNIFORM).equals("instances");
			return translatable ? move(name, first, this.inherited) : null;
		}

		private static ConfigurationPropertyName move(ConfigurationPropertyName name, int first,
				ConfigurationPropertyName to) {
			ConfigurationPropertyName moved = to;
			for (int i = first; i < name.getNumberOfElements(); i++) {
				moved = moved.append(name.chop(i + 1).isLastElementIndexed()
						? "[" + name.getElement(i, Form.ORIGINAL) + "]" : name.getElement(i, Form.DASHED));
			}
			return moved;
		}

		@Override
		public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
			ConfigurationPropertyName there = name.equals(this.own) ? this.inherited : translate(name);
			return (there != null) ? this.source.containsDescendantOf(there) : ConfigurationPropertyState.ABSENT;
		}

	}

	/**
	 * The same where the names can be listed, as the keys of maps have to be.
	 *
	 * @param translated finds the settings
	 * @param source lists the names
	 */
	private record ListedInherited(Inherited translated,
			IterableConfigurationPropertySource source) implements IterableConfigurationPropertySource {

		@Override
		public Stream<ConfigurationPropertyName> stream() {
			ConfigurationPropertyName inherited = this.translated.inherited();
			return this.source.stream()
				.filter(inherited::isAncestorOf)
				.map((name) -> Inherited.move(name, inherited.getNumberOfElements(), this.translated.own()))
				.filter((name) -> this.translated.translate(name) != null);
		}

		@Override
		public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
			return this.translated.getConfigurationProperty(name);
		}

	}

}
