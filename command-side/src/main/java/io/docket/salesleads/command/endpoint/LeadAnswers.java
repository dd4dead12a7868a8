package io.docket.salesleads.command.endpoint;

import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.command.LeadReceipt;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is answered to a lead: the same when it is sent again. Where the first answer is not sure to have been the outcome, it is
 * kept.
 */
@Component
class LeadAnswers {

    private final LeadOutcomes outcomes;
    private final JdbcClient jdbc;

    LeadAnswers(LeadOutcomes outcomes, JdbcClient jdbc) {
        this.outcomes = outcomes;
        this.jdbc = jdbc;
    }

    /** The lead as it is answered: with its outcome, unless that takes too long, or did so when it was sent first. */
    LeadReceipt to(LeadReceipt lead) {
        if (lead.scheduledFor() != null) {
            return received(lead);
        }
        LeadReceipt outcome = lead.repeated() && wasReceived(lead.leadId()) ? received(lead) : outcomes.await(lead);
        if (outcome.status() == LeadStatus.RECEIVED) {
            keepReceived(lead.leadId());
        } else if (lead.repeated() && wasReceived(lead.leadId())) {
            // The first was answered while this one waited.
            return received(outcome);
        }
        return outcome;
    }

    private static LeadReceipt received(LeadReceipt lead) {
        return new LeadReceipt(
                lead.leadId(), LeadStatus.RECEIVED, null, lead.scheduledFor(), lead.repeated(), lead.version());
    }

    private boolean wasReceived(LeadId leadId) {
        return jdbc.sql("select 1 from sales_lead_answered_received where lead_id = ?")
                .param(leadId.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private void keepReceived(LeadId leadId) {
        if (wasReceived(leadId)) {
            return;
        }
        try {
            jdbc.sql("insert into sales_lead_answered_received (lead_id) values (?)")
                    .param(leadId.value())
                    .update();
        } catch (DuplicateKeyException anotherAnswerHasKeptIt) {
            return;
        }
    }
}
