package io.cachebridge.samples.stores;

import java.time.Clock;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * Finds out what the weather will be, which takes its time. Nothing here knows where the
 * answers are kept.
 */
@Service
class Forecasts {

	private static final Log logger = LogFactory.getLog(Forecasts.class);

	private final Duration delay;

	Forecasts(@Value("${forecasts.delay}") Duration delay) {
		this.delay = delay;
	}

	@Cacheable("forecasts")
	Forecast find(String city) throws InterruptedException {
		logger.info("Computing the forecast of " + city);
		Thread.sleep(this.delay.toMillis());
		return new Forecast(city, city.hashCode() % 30, Clock.systemUTC().instant());
	}

	@CacheEvict("forecasts")
	void forget(String city) {
	}

}
