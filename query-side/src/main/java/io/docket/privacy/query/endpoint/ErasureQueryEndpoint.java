package io.docket.privacy.query.endpoint;

import io.docket.platform.reads.ConsistencyToken;
import io.docket.platform.reads.ConsistentReads;
import io.docket.privacy.api.ErasureId;
import io.docket.privacy.query.ErasureProjection;
import io.docket.privacy.query.ErasureView;
import io.docket.privacy.query.FindErasure;
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

    ErasureQueryEndpoint(ConsistentReads reads) {
        this.reads = reads;
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
        return ResponseEntity.ok().eTag(String.valueOf(found.version())).body(ErasureRepresentation.of(found));
    }
}
