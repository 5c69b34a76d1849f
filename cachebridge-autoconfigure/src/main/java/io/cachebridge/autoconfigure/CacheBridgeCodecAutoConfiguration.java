package io.cachebridge.autoconfigure;

import java.util.Set;

import org.apache.fory.Fory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.smile.SmileFactory;

import io.cachebridge.codec.Codecs;
import io.cachebridge.codec.ForyCodec;
import io.cachebridge.codec.JdkCodec;
import io.cachebridge.codec.JsonCodec;
import io.cachebridge.codec.RawCodec;
import io.cachebridge.codec.SmileCodec;
import io.cachebridge.codec.TypeAllowList;
import io.cachebridge.core.ValueTypes;
import io.cachebridge.spi.ValueCodec;

/**
 * Provides the codecs, and the list of types that they may read: what cached methods
 * declare to return, and the packages that are configured.
 */
@AutoConfiguration(before = CacheBridgeAutoConfiguration.class,
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CacheBridgeProperties.class)
public final class CacheBridgeCodecAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TypeAllowList cacheBridgeTypeAllowList(CacheBridgeProperties properties) {
		return new TypeAllowList(properties.codec().allowedPackages());
	}

	@Bean
	@ConditionalOnMissingBean
	ValueTypes cacheBridgeValueTypes(TypeAllowList allowed) {
		return new ValueTypes(allowed::allow);
	}

	@Bean
	@ConditionalOnMissingBean
	Codecs cacheBridgeCodecs(ObjectProvider<ValueCodec> codecs) {
		return new Codecs(codecs.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	JdkCodec cacheBridgeJdkCodec(TypeAllowList allowed, ResourceLoader resources) {
		return new JdkCodec(allowed, classLoader(resources));
	}

	@Bean
	@ConditionalOnMissingBean
	RawCodec cacheBridgeRawCodec() {
		return new RawCodec();
	}

	private static ClassLoader classLoader(ResourceLoader resources) {
		ClassLoader classLoader = resources.getClassLoader();
		return (classLoader != null) ? classLoader : CacheBridgeCodecAutoConfiguration.class.getClassLoader();
	}

	/**
	 * The codec that needs Jackson.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class JsonConfiguration {

		@Bean
		@ConditionalOnMissingBean
		JsonCodec cacheBridgeJsonCodec(ObjectProvider<JsonMapper> mapper, TypeAllowList allowed,
				ResourceLoader resources) {
			return new JsonCodec(mapper.getIfAvailable(JsonMapper::new), allowed, classLoader(resources));
		}

	}

	/**
	 * The codec that needs the Smile format of Jackson.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JsonMapper.class, SmileFactory.class })
	static class SmileConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SmileCodec cacheBridgeSmileCodec(ObjectProvider<JsonMapper> mapper, TypeAllowList allowed,
				ResourceLoader resources) {
			return new SmileCodec(mapper.getIfAvailable(JsonMapper::new), allowed, classLoader(resources));
		}

	}

	/**
	 * The codec that needs Apache Fory.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Fory.class)
	static class ForyConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ForyCodec cacheBridgeForyCodec(CacheBridgeProperties properties, TypeAllowList allowed,
				ResourceLoader resources) {
			Set<String> classes = properties.codec().fory().classes();
			CodecChecks.checkForyClasses(classes, classLoader(resources));
			return new ForyCodec(allowed, classes, classLoader(resources));
		}

	}

}
