package io.docket.offence.command;

import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;

@ProcessingGroup("unmarked")
public class UnmarkedAutomation {

    @EventHandler
    void on(String event) {}
}
