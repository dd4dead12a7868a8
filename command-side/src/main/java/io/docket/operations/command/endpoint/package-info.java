/** Shows operators what waits in the queues of automations, and takes what they decide. */
@NullMarked
package io.docket.operations.command.endpoint;

import org.jspecify.annotations.NullMarked;
