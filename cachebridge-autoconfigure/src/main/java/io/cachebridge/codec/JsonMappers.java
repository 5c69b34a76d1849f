package io.cachebridge.codec;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Derives what the codecs of Jackson work with from what the application has.
 */
final class JsonMappers {

	/**
	 * The most bytes that are written, and so the longest text within it that must be
	 * readable.
	 */
	static final int MAXIMUM_LENGTH = 100_000_000;

	private JsonMappers() {
	}

	/**
	 * Creates a factory with limits of its own, so that what an application allows in
	 * requests does not decide what can be read from a cache.
	 * @return the factory
	 */
	static JsonFactory factory() {
		return JsonFactory.builder().streamReadConstraints(constraints()).build();
	}

	static StreamReadConstraints constraints() {
		return StreamReadConstraints.builder().maxStringLength(MAXIMUM_LENGTH).maxNameLength(MAXIMUM_LENGTH).build();
	}

	/**
	 * Creates a mapper with names, modules and serializers of the application that writes
	 * the state of values and nothing else.
	 * @param application the application's mapper
	 * @param names the names of types
	 * @param typing what adds types to values
	 * @param sightings notes what is to be proven
	 * @return the mapper
	 */
	static JsonMapper derive(JsonMapper application, TypeNames names, RuntimeTyping typing, FirstSightings sightings) {
		return application.rebuild().addModule(new FaithfulModule(names, typing, sightings)).build();
	}

}
