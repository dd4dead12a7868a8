package io.docket.offence.command.cellar;

public class UnknownRoom {}
