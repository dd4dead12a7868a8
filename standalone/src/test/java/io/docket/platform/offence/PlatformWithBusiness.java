package io.docket.platform.offence;

import io.docket.offence.query.ThingImpl;
import io.docket.platform.otheroffence.OtherConcern;
import org.jspecify.annotations.Nullable;

public class PlatformWithBusiness {

    final ThingImpl business = new ThingImpl();

    @Nullable
    OtherConcern concern;
}
