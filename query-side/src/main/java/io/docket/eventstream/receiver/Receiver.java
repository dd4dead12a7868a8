package io.docket.eventstream.receiver;

import java.net.URI;
import org.apache.hc.core5.http.HttpHost;

/**
 * A receiver at an address that was looked up and found to be allowed a moment ago. Requests go there, whatever the name
 * means meanwhile.
 */
public final class Receiver {

    private final URI url;
    private final HttpHost host;

    Receiver(URI url, HttpHost host) {
        this.url = url;
        this.host = host;
    }

    URI url() {
        return url;
    }

    HttpHost host() {
        return host;
    }
}
