package io.docket.platform.http;

import java.util.List;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Which media types a client takes, and how gladly (RFC 9110, section 12.5.1). */
public final class Acceptance {

    private final List<MediaType> ranges;

    private Acceptance(List<MediaType> ranges) {
        this.ranges = ranges;
    }

    /**
     * What a client says.
     *
     * @param accept the values of its {@code Accept} headers; none takes everything, and what cannot be read nothing
     */
    public static Acceptance in(List<String> accept) {
        try {
            List<MediaType> ranges = MediaType.parseMediaTypes(accept);
            return new Acceptance(ranges.isEmpty() ? List.of(MediaType.ALL) : ranges);
        } catch (InvalidMediaTypeException unreadable) {
            return new Acceptance(List.of());
        }
    }

    /** From 0, not at all, to 1: as the most specific range says that includes the type. */
    public double of(MediaType type) {
        MediaType best = null;
        for (MediaType range : ranges) {
            if (range.includes(type) && (best == null || isMoreSpecific(range, best))) {
                best = range;
            }
        }
        return best == null ? 0 : best.getQualityValue();
    }

    /** Whatever their qualities are, which Spring would look at first. */
    private static boolean isMoreSpecific(MediaType range, MediaType other) {
        return range.removeQualityValue().isMoreSpecific(other.removeQualityValue());
    }
}
