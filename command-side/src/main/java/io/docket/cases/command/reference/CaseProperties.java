package io.docket.cases.command.reference;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;

/**
 * How cases are registered.
 *
 * @param customers the file of the bank's customers
 */
@ConfigurationProperties("docket.cases")
record CaseProperties(Resource customers) {}
