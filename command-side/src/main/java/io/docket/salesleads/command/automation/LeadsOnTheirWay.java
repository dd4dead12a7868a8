package io.docket.salesleads.command.automation;

import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.command.partner.CommunicationOperator;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The accepted leads that have no outcome yet. */
@Component
class LeadsOnTheirWay {

    /** For so long an attempt to place an order may still become one although the CO does not show it. */
    static final Duration UNCERTAIN = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(LeadsOnTheirWay.class);

    private final JdbcClient jdbc;
    private final Clock clock;

    /** Attempts that have not become orders, and never will, and are perhaps still noted. */
    private final Set<Attempt> failed = ConcurrentHashMap.newKeySet();

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
        return jdbc.sql("select co_order_id, looks from sales_lead_on_its_way where lead_id = ?")
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
        return new Attempt(leadId);
    }

    private final class Attempt implements CommunicationOperator.Placing {

        private final LeadId leadId;
        private final String id = UUID.randomUUID().toString();

        Attempt(LeadId leadId) {
            this.leadId = leadId;
        }

        @Override
        public boolean begin() {
            OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
            try {
                return jdbc.sql("""
                                        update sales_lead_on_its_way set placing_since = :now, attempt = :id
                                         where lead_id = :leadId and co_order_id is null
                                           and (placing_since is null or placing_since <= :certain)""")
                                .param("now", now)
                                .param("id", id)
                                .param("leadId", leadId.value())
                                .param("certain", now.minus(UNCERTAIN))
                                .update()
                        == 1;
            } catch (RuntimeException e) {
                // It may be noted all the same.
                failed();
                throw e;
            }
        }

        @Override
        public void failed() {
            failed.add(this);
            takeBackFailed();
        }

        private boolean takeBack() {
            jdbc.sql("update sales_lead_on_its_way set placing_since = null, attempt = null where attempt = :id "
                            + "and lead_id = :leadId")
                    .param("id", id)
                    .param("leadId", leadId.value())
                    .update();
            return true;
        }
    }

    /** Takes back what is noted of attempts that have failed, as soon as the database lets it. */
    @Scheduled(fixedDelayString = "PT1S")
    void takeBackFailed() {
        try {
            failed.removeIf(Attempt::takeBack);
        } catch (RuntimeException e) {
            LOG.debug("Attempts to place orders cannot be taken back now", e);
        }
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
