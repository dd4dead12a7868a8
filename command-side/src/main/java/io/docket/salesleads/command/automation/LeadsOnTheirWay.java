package io.docket.salesleads.command.automation;

import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.command.partner.CommunicationOperator;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The accepted leads that have no outcome yet. */
@Component
class LeadsOnTheirWay {

    /** For so long an attempt to place an order may still become one although the CO does not show it. */
    static final Duration UNCERTAIN = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Clock clock;

    LeadsOnTheirWay(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A lead on its way.
     *
     * @param coOrderId our order at the communication operator, once it is there
     * @param looks how many times it was looked how the order stands
     */
    record OnItsWay(LeadId leadId, @Nullable String coOrderId, int looks) {}

    void add(LeadId leadId) {
        if (find(leadId).isEmpty()) {
            jdbc.sql("insert into sales_lead_on_its_way (lead_id, looks) values (?, 0)")
                    .param(leadId.value())
                    .update();
        }
    }

    Optional<OnItsWay> find(LeadId leadId) {
        return jdbc.sql("select * from sales_lead_on_its_way where lead_id = ?")
                .param(leadId.value())
                .query((row, number) -> new OnItsWay(leadId, row.getString("co_order_id"), row.getInt("looks")))
                .optional();
    }

    Optional<LeadId> findByOrder(String coOrderId) {
        return jdbc.sql("select lead_id from sales_lead_on_its_way where co_order_id = ?")
                .param(coOrderId)
                .query(String.class)
                .optional()
                .map(LeadId::new);
    }

    /** Lets one attempt at a time place the order for a lead, in whichever process. */
    CommunicationOperator.Placing placing(LeadId leadId) {
        return new CommunicationOperator.Placing() {
            @Override
            public boolean begin() {
                OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
                return jdbc.sql("""
                                        update sales_lead_on_its_way set placing_since = :now
                                         where lead_id = :leadId and co_order_id is null
                                           and (placing_since is null or placing_since <= :certain)""")
                                .param("now", now)
                                .param("leadId", leadId.value())
                                .param("certain", now.minus(UNCERTAIN))
                                .update()
                        == 1;
            }

            @Override
            public void failed() {
                jdbc.sql("update sales_lead_on_its_way set placing_since = null where lead_id = ?")
                        .param(leadId.value())
                        .update();
            }
        };
    }

    /** Notes that the order was looked at once more. */
    void looked(LeadId leadId, @Nullable String coOrderId) {
        jdbc.sql("update sales_lead_on_its_way set co_order_id = :coOrderId, looks = looks + 1 where lead_id = :leadId")
                .param("coOrderId", coOrderId)
                .param("leadId", leadId.value())
                .update();
    }

    void remove(LeadId leadId) {
        jdbc.sql("delete from sales_lead_on_its_way where lead_id = ?")
                .param(leadId.value())
                .update();
    }
}
