package io.docket.offence.command;

import io.docket.offence.query.ThingImpl;

public class CommandSideThatReads {

    final ThingImpl readModel = new ThingImpl();
}
