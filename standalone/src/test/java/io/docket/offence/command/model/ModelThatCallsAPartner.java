package io.docket.offence.command.model;

import io.docket.offence.command.partner.PartnerOfModel;

public class ModelThatCallsAPartner {

    final PartnerOfModel partner = new PartnerOfModel();
}
