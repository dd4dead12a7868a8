package io.docket.cardorders.command;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Reads how the card management system is reached, whichever adapter is used: a name that is none stops the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CardSystemProperties.class)
class CardSystemConfiguration {}
