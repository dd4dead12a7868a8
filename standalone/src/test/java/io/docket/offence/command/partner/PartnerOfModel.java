package io.docket.offence.command.partner;

public class PartnerOfModel {}
