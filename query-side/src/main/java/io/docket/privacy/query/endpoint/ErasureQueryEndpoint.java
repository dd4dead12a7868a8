package io.docket.privacy.query.endpoint;

import io.docket.platform.reads.ConsistencyToken;
import io.docket.platform.reads.ConsistentReads;
import io.docket.platform.scrubbing.ScrubRequests;
import io.docket.platform.scrubbing.ScrubRequests.Request;
import io.docket.privacy.api.ErasureId;
import io.docket.privacy.query.ErasureProjection;
import io.docket.privacy.query.ErasureView;
import io.docket.privacy.query.FindErasure;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers how erasures stand. The contract has checked the form of the requests. */
@RestController
@RequestMapping("/privacy/erasures/{erasure-id}")
class ErasureQueryEndpoint {

    private final ConsistentReads reads;
    private final ScrubRequests requests;

    ErasureQueryEndpoint(ConsistentReads reads, ScrubRequests requests) {
        this.reads = reads;
        this.requests = requests;
    }

    @GetMapping
    ResponseEntity<ErasureRepresentation> getErasure(@PathVariable("erasure-id") UUID id, ConsistencyToken token) {
        ErasureView found = reads.one(
                ErasureProjection.NAME,
                token,
                id.toString(),
                new FindErasure(new ErasureId(id)),
                ErasureView.class,
                any -> true);
        Optional<Request> request = requests.find(id.toString());
        return ResponseEntity.ok()
                .eTag(found.version()
                        + request.map(ErasureQueryEndpoint::progress).orElse(""))
                .body(ErasureRepresentation.of(found, request));
    }

    /** What is answered changes without an event. */
    private static String progress(Request request) {
        return "-" + request.pass() + "-" + request.failures() + (request.answer() == null ? "" : "-answered");
    }
}
