package io.docket.salesleads.api;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** What an end customer is told of a sales lead, in English or Swedish. */
public final class CustomerMessage {

    private static final String BUNDLE = "messages/sales-leads";
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("sv"));

    private CustomerMessage() {}

    /**
     * The message for an outcome.
     *
     * @param rejectionReason why it was rejected, if it was
     * @param languages those that the customer prefers, as {@code Accept-Language} lists them
     */
    public static String of(LeadStatus status, @Nullable RejectionReason rejectionReason, @Nullable String languages) {
        String key = rejectionReason == null ? "status." + status : "rejection." + rejectionReason.literal();
        return ResourceBundle.getBundle(
                        BUNDLE,
                        preferred(languages),
                        CustomerMessage.class.getClassLoader(),
                        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
                .getString(key);
    }

    private static Locale preferred(@Nullable String languages) {
        if (languages == null || languages.isBlank()) {
            return Locale.ENGLISH;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(languages), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }
}
