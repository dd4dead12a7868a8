package io.docket.privacy.command;

import io.docket.privacy.api.ErasedPlace;
import io.docket.privacy.api.ErasureId;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Notes that all that was derived from the log is scrubbed. */
public record CompleteErasure(@TargetAggregateIdentifier ErasureId erasureId, List<ErasedPlace> places)
        implements PrivacyCommand {}
