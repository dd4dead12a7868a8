package io.docket.offence.command.model;

import io.docket.platform.automation.Automation;

/** Abstract, so that no test that looks for components finds it. */
@Automation(processingGroup = "misplaced")
public abstract class MisplacedAutomation {}
