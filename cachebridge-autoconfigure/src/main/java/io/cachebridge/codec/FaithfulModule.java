package io.cachebridge.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import tools.jackson.core.Base64Variants;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.introspect.VisibilityChecker;
import tools.jackson.databind.module.SimpleAbstractTypeResolver;
import tools.jackson.databind.module.SimpleSerializers;

/**
 * Makes a mapper write the state of values and nothing else, whatever the application has
 * configured it to do. It must be the last module: it overrules the others.
 * <p>
 * Properties are the fields of a class, so that what is written is what makes up the
 * value, and no setter is ever called. Names, modules, own serializers and creators of
 * the application stay in force for classes of its own, not for types of the JDK.
 */
final class FaithfulModule extends JacksonModule {

	private final TypeNames names;

	private final RuntimeTyping typing;

	private final FirstSightings sightings;

	FaithfulModule(TypeNames names, RuntimeTyping typing, FirstSightings sightings) {
		this.names = names;
		this.typing = typing;
		this.sightings = sightings;
	}

	@Override
	public String getModuleName() {
		return FaithfulModule.class.getName();
	}

	@Override
	public tools.jackson.core.Version version() {
		return tools.jackson.core.Version.unknownVersion();
	}

	@Override
	public void setupModule(SetupContext context) {
		MapperBuilder<?, ?> builder = (MapperBuilder<?, ?>) context.getOwner();
		resetFeatures(builder);
		overrule(builder);
		context.addSerializers(JdkScalars.serializers());
		context.addSerializers(new ContainerSerializers());
		SimpleSerializers keys = new SimpleSerializers();
		keys.addSerializer(new NameSerializer());
		context.addKeySerializers(keys);
		context.addSerializerModifier(new StateWriters(this.sightings));
		context.addDeserializers(new AllowedDeserializers(this.names));
		context.addDeserializerModifier(new StateReaders());
		context.addAbstractTypeResolver(defaultContainers());
	}

	private static void resetFeatures(MapperBuilder<?, ?> builder) {
		Arrays.stream(MapperFeature.values()).forEach((it) -> builder.configure(it, it.enabledByDefault()));
		Arrays.stream(SerializationFeature.values()).forEach((it) -> builder.configure(it, it.enabledByDefault()));
		Arrays.stream(DeserializationFeature.values()).forEach((it) -> builder.configure(it, it.enabledByDefault()));
		Arrays.stream(DateTimeFeature.values()).forEach((it) -> builder.configure(it, it.enabledByDefault()));
		Arrays.stream(EnumFeature.values()).forEach((it) -> builder.configure(it, it.enabledByDefault()));
		builder.disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING);
		builder.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
		builder.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
		builder.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
		builder.disable(MapperFeature.INFER_PROPERTY_MUTATORS);
	}

	private void overrule(MapperBuilder<?, ?> builder) {
		builder.annotationIntrospector(new FaithfulIntrospector(builder.annotationIntrospector()));
		builder.setDefaultTyping(this.typing);
		builder.changeDefaultVisibility((visibility) -> VisibilityChecker.defaultInstance()
			.withFieldVisibility(Visibility.ANY)
			.withGetterVisibility(Visibility.NONE)
			.withIsGetterVisibility(Visibility.NONE)
			.withSetterVisibility(Visibility.NONE));
		builder.changeDefaultPropertyInclusion(
				(inclusion) -> JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS));
		builder.changeDefaultNullHandling((nulls) -> JsonSetter.Value.empty());
		builder.defaultFormat(JsonFormat.Value.empty());
		builder.defaultMergeable(Boolean.FALSE);
		builder.defaultView(null);
		builder.defaultBase64Variant(Base64Variants.MIME_NO_LINEFEEDS);
		builder.enumNamingStrategy(null);
		builder.clearProblemHandlers();
	}

	// Sets and maps keep the order they were written in.
	private static SimpleAbstractTypeResolver defaultContainers() {
		return new SimpleAbstractTypeResolver().addMapping(Collection.class, ArrayList.class)
			.addMapping(Set.class, LinkedHashSet.class)
			.addMapping(SortedSet.class, TreeSet.class)
			.addMapping(NavigableSet.class, TreeSet.class)
			.addMapping(Queue.class, ArrayDeque.class)
			.addMapping(Deque.class, ArrayDeque.class)
			.addMapping(Map.class, LinkedHashMap.class)
			.addMapping(SortedMap.class, TreeMap.class)
			.addMapping(NavigableMap.class, TreeMap.class);
	}

}
