package io.cachebridge.samples.stores;

import java.time.Instant;

/**
 * What the weather will be.
 *
 * @param city the city
 * @param celsius the temperature
 * @param madeAt when this was found out
 */
record Forecast(String city, int celsius, Instant madeAt) {
}
