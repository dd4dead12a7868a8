package io.docket.offence.query;

public class ThingImpl {}
