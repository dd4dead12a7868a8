package io.docket.esim.command.reference;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;

/**
 * How eSIM orders are handled.
 *
 * @param catalog the file of the tenants' products, currencies and blank eSIMs
 * @param concurrentOrders how many orders are fulfilled at the same time
 * @param firstRetry how long to wait after the first failed call to the SM-DP+; it doubles with each further one
 * @param lastRetry the longest wait between two calls
 */
@ConfigurationProperties("docket.esim")
public record EsimProperties(Resource catalog, int concurrentOrders, Duration firstRetry, Duration lastRetry) {}
