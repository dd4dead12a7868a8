package io.docket.salesleads.api;

import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** What an end customer is told of a sales lead. */
public final class CustomerMessage {

    private static final String BUNDLE = "messages/sales-leads";

    private CustomerMessage() {}

    /**
     * The message for a status.
     *
     * @param rejectionReason why it was rejected, if it was
     * @param language English for any other than Swedish
     */
    public static String of(LeadStatus status, @Nullable RejectionReason rejectionReason, Locale language) {
        String key = rejectionReason == null ? "status." + status : "rejection." + rejectionReason.literal();
        return ResourceBundle.getBundle(
                        BUNDLE,
                        language,
                        CustomerMessage.class.getClassLoader(),
                        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
                .getString(key);
    }
}
