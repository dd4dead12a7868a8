package io.docket.esim.command;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Reads how the SM-DP+ is reached, whichever adapter is used: a name that is none stops the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SmdpProperties.class)
class SmdpConfiguration {}
