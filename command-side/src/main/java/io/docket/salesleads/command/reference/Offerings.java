package io.docket.salesleads.command.reference;

import io.docket.platform.settings.ReferenceFile;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.RejectionReason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** What is sold, and at which accesses it is available, from files that an operator supplies; checked at start-up. */
@Component
public final class Offerings {

    private static final Pattern ON_API_ID = Pattern.compile("[-0-9a-zA-Z.]{1,36}");

    private static final int MAX_SERVICE = 255;

    private final Map<String, OfferingEntry> offerings;
    private final Map<Access, AccessEntry> accesses;

    /** @throws io.docket.platform.settings.InvalidSettingException naming the file and what is wrong with it */
    public Offerings(SalesLeadProperties properties) {
        var accessFile = new ReferenceFile(properties.accesses());
        offerings = new ReferenceFile(properties.offerings())
                .entries(new TypeReference<List<OfferingEntry>>() {}, OfferingEntry::offeringId);
        accesses = accessFile.entries(new TypeReference<List<AccessEntry>>() {}, AccessEntry::access);
        accesses.values().forEach(access -> access.offerings()
                .forEach(offeringId -> accessFile.require(
                        offerings.containsKey(offeringId),
                        access.access(),
                        "its offering " + offeringId + " is not among the offerings")));
    }

    /** Whether what a lead asks for can be delivered, as things are now. */
    public Assessment assess(Lead lead) {
        OfferingEntry offering = offerings.get(lead.product().offeringId());
        if (offering == null || !offering.productId().equals(lead.product().productId())) {
            return new Assessment.Undeliverable(RejectionReason.UNKNOWN_OFFERING);
        }
        if (offering.withdrawn()) {
            return new Assessment.Undeliverable(RejectionReason.WITHDRAWN_OFFERING);
        }
        AccessEntry access = accesses.get(new Access(lead.coId(), lead.coAccessId()));
        return access == null || !access.offerings().contains(offering.offeringId())
                ? new Assessment.Undeliverable(RejectionReason.OFFERING_NOT_AVAILABLE_AT_ACCESS)
                : new Assessment.Deliverable(offering.service());
    }

    private static void requireId(String id) {
        if (!ON_API_ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "an id has 1 to 36 letters, digits, dots and hyphens, and \"" + id + "\" has not");
        }
    }

    /** An access, as leads name it. */
    record Access(String coId, String accessId) {

        @Override
        public String toString() {
            return accessId + " of " + coId;
        }
    }

    /** A product on certain terms. */
    record OfferingEntry(String offeringId, String productId, String service, boolean withdrawn) {

        OfferingEntry {
            requireId(offeringId);
            requireId(productId);
            if (service.isBlank() || service.length() > MAX_SERVICE) {
                throw new IllegalArgumentException("a service has 1 to " + MAX_SERVICE + " characters");
            }
        }
    }

    /** What can be delivered to an access. */
    record AccessEntry(String coId, String accessId, Set<String> offerings) {

        AccessEntry {
            requireId(coId);
            requireId(accessId);
            offerings = Set.copyOf(offerings);
        }

        Access access() {
            return new Access(coId, accessId);
        }
    }
}
