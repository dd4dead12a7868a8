package io.docket.offence.api;

import org.springframework.stereotype.Component;

@Component
public class LanguageWithFramework {}
