package io.docket.otheroffence.command;

import io.docket.offence.command.CommandSideThatReads;

public class OtherContext {

    final CommandSideThatReads inside = new CommandSideThatReads();
}
