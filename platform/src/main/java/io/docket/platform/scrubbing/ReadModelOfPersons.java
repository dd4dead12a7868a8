package io.docket.platform.scrubbing;

import io.docket.platform.privacy.DerivedData;

/** A read model that can hold what events told of a person. The query side scrubs it, when the command side asks for it. */
public interface ReadModelOfPersons extends DerivedData {}
