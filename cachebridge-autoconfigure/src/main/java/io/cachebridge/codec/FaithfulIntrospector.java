package io.cachebridge.codec;

import java.util.Collection;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.introspect.ObjectIdInfo;
import tools.jackson.databind.introspect.VisibilityChecker;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.util.NameTransformer;

/**
 * Leaves out of the application's annotations those that are meant for JSON as others see
 * it and would lose something on the way back: formats, views, filters, conditions for
 * leaving properties out, names of types and of enum constants. Names of properties,
 * creators, builders and own serializers stay.
 */
final class FaithfulIntrospector extends AnnotationIntrospectorPair {

	private static final long serialVersionUID = 1L;

	FaithfulIntrospector(AnnotationIntrospector application) {
		super(NopAnnotationIntrospector.nopInstance(), application);
	}

	@Override
	public Collection<AnnotationIntrospector> allIntrospectors() {
		return List.of(this);
	}

	@Override
	public Collection<AnnotationIntrospector> allIntrospectors(Collection<AnnotationIntrospector> result) {
		result.add(this);
		return result;
	}

	@Override
	public VisibilityChecker findAutoDetectVisibility(MapperConfig<?> config, AnnotatedClass type,
			VisibilityChecker checker) {
		return checker;
	}

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable Object findTypeResolverBuilder(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable Object findTypeIdResolver(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public Boolean isTypeId(MapperConfig<?> config, AnnotatedMember member) {
		return Boolean.FALSE;
	}

	@Override
	public @Nullable ObjectIdInfo findObjectIdInfo(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable ObjectIdInfo findObjectReferenceInfo(MapperConfig<?> config, Annotated annotated,
			@Nullable ObjectIdInfo info) {
		return null;
	}

	@Override
	public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
		return JsonIgnoreProperties.Value.empty();
	}

	@Override
	public JsonIncludeProperties.Value findPropertyInclusionByName(MapperConfig<?> config, Annotated annotated) {
		return JsonIncludeProperties.Value.all();
	}

	@Override
	public @Nullable Object findFilterId(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public Class<?> @Nullable [] findViews(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public JsonFormat.@Nullable Value findFormat(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public JsonProperty.@Nullable Access findPropertyAccess(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public JsonInclude.Value findPropertyInclusion(MapperConfig<?> config, Annotated annotated) {
		return JsonInclude.Value.empty();
	}

	@Override
	public @Nullable Boolean hasAsValue(MapperConfig<?> config, Annotated annotated) {
		boolean byFields = annotated instanceof AnnotatedMember member
				&& (member.getDeclaringClass().isRecord() || Enum.class.isAssignableFrom(member.getDeclaringClass()));
		return byFields ? Boolean.FALSE : super.hasAsValue(config, annotated);
	}

	@Override
	public @Nullable Boolean hasAsKey(MapperConfig<?> config, Annotated annotated) {
		return Boolean.FALSE;
	}

	@Override
	public JsonCreator.@Nullable Mode findCreatorAnnotation(MapperConfig<?> config, Annotated annotated) {
		boolean byName = annotated instanceof AnnotatedMember member
				&& Enum.class.isAssignableFrom(member.getDeclaringClass());
		JsonCreator.Mode mode = byName ? null : super.findCreatorAnnotation(config, annotated);
		boolean hidden = mode == JsonCreator.Mode.DELEGATING
				&& ((AnnotatedMember) annotated).getDeclaringClass().isRecord();
		return hidden ? null : mode;
	}

	@Override
	public String[] findEnumValues(MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
		return names;
	}

	@Override
	public void findEnumAliases(MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[][] aliases) {
		// Constants have one name
	}

	@Override
	public @Nullable Enum<?> findDefaultEnumValue(MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants) {
		return null;
	}

	@Override
	public @Nullable Object findEnumNamingStrategy(MapperConfig<?> config, AnnotatedClass type) {
		return null;
	}

	@Override
	public Boolean isIgnorableType(MapperConfig<?> config, AnnotatedClass type) {
		return Boolean.FALSE;
	}

	@Override
	public AnnotationIntrospector.@Nullable ReferenceProperty findReferenceType(MapperConfig<?> config,
			AnnotatedMember member) {
		return null;
	}

	@Override
	public @Nullable NameTransformer findUnwrappingNameTransformer(MapperConfig<?> config, AnnotatedMember member) {
		return null;
	}

	@Override
	public Boolean hasAnyGetter(MapperConfig<?> config, Annotated annotated) {
		return Boolean.FALSE;
	}

	@Override
	public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
		return Boolean.FALSE;
	}

	@Override
	public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
		return JsonSetter.Value.empty();
	}

	@Override
	public @Nullable Object findSerializer(MapperConfig<?> config, Annotated annotated) {
		return annotated.hasAnnotation(JsonRawValue.class) ? null : super.findSerializer(config, annotated);
	}

	@Override
	public @Nullable Object findNullSerializer(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public JsonSerialize.@Nullable Typing findSerializationTyping(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public void findAndAddVirtualProperties(MapperConfig<?> config, AnnotatedClass type,
			List<BeanPropertyWriter> properties) {
		// Only state is written
	}

	@Override
	public JavaType refineSerializationType(MapperConfig<?> config, Annotated annotated, JavaType type) {
		return type;
	}

	@Override
	public JavaType refineDeserializationType(MapperConfig<?> config, Annotated annotated, JavaType type) {
		return type;
	}

}
