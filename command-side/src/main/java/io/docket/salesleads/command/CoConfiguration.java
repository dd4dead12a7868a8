package io.docket.salesleads.command;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Reads how the communication operator is reached, whichever adapter is used: a name that is none stops the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CoProperties.class)
class CoConfiguration {}
