package io.docket.platform.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.docket.cases.api.event.CaseClosed;
import io.docket.cases.api.event.CaseEvent;
import io.docket.common.api.EventType;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTypesTest {

    @Test
    void findsTheMarkedClassesOfAPackageAndThoseBelowIt() {
        EventTypes types = EventTypes.scan("io.docket.cases");

        assertThat(types.classes()).containsExactlyInAnyOrder(CaseEvent.class.getPermittedSubclasses());
        assertThat(types.classOf("docket.case.case-closed")).contains(CaseClosed.class);
        assertThat(types.classOf("docket.case.no-such-thing")).isEmpty();
    }

    @Test
    void twoClassesCannotHaveTheSameName() {
        // Interfaces, which the scan of other tests passes over.
        @EventType("docket.test.twin")
        interface One {}

        @EventType("docket.test.twin")
        interface Other {}

        assertThatIllegalStateException()
                .isThrownBy(() -> new EventTypes(List.of(One.class, Other.class)))
                .withMessageContaining("docket.test.twin");
    }

    @Test
    void aClassWithoutANameIsNotStored() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.nameOf(String.class))
                .withMessageContaining("String");
    }
}
