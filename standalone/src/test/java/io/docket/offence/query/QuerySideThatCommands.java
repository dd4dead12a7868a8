package io.docket.offence.query;

import io.docket.offence.command.CommandSideThatReads;

public class QuerySideThatCommands {

    final CommandSideThatReads aggregate = new CommandSideThatReads();
}
