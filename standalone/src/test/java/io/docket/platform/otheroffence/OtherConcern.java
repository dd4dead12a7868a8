package io.docket.platform.otheroffence;

import io.docket.platform.offence.PlatformWithBusiness;
import org.jspecify.annotations.Nullable;

public class OtherConcern {

    @Nullable
    PlatformWithBusiness concern;
}
