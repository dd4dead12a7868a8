package io.docket.audit.offence;

import io.docket.offence.query.ThingImpl;

public class AuditOfAContext {

    final ThingImpl thing = new ThingImpl();
}
