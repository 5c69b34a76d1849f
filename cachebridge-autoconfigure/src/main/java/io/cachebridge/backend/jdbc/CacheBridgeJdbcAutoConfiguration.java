package io.cachebridge.backend.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Offers a relational database as backend and backplane {@code jdbc}. Nothing is
 * connected, and no table or file created, before a cache or the backplane uses it.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ DelegatingDataSource.class, HikariDataSource.class })
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CacheBridgeJdbcProperties.class)
public final class CacheBridgeJdbcAutoConfiguration {

	@Bean
	Databases cacheBridgeJdbcDatabases(ListableBeanFactory beans, Environment environment, ResourceLoader resources,
			CacheBridgeJdbcProperties properties) {
		return new Databases(beans, environment, properties, resources.getClassLoader());
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeJdbcBackendProvider")
	JdbcBackendProvider cacheBridgeJdbcBackendProvider(Databases cacheBridgeJdbcDatabases) {
		return new JdbcBackendProvider(cacheBridgeJdbcDatabases);
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeJdbcBackplaneProvider")
	JdbcBackplaneProvider cacheBridgeJdbcBackplaneProvider(Databases cacheBridgeJdbcDatabases) {
		return new JdbcBackplaneProvider(cacheBridgeJdbcDatabases);
	}

}
