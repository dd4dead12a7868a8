package io.docket.audit.log.endpoint;

import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers the proof that an event is in the log. */
@RestController
class ProofEndpoint {

    private final Proofs proofs;

    ProofEndpoint(Proofs proofs) {
        this.proofs = proofs;
    }

    @GetMapping("/audit/{kind}/{id}/events/{sequence}/proof")
    ResponseEntity<byte[]> getProof(@PathVariable String kind, @PathVariable String id, @PathVariable long sequence) {
        return ResponseEntity.ok()
                .contentType(LogEndpoint.TEXT)
                .cacheControl(CacheControl.noStore())
                .body(proofs.of(kind, id, sequence).toString().getBytes(StandardCharsets.UTF_8));
    }
}
