package io.docket.esim.command.partner;

import io.docket.esim.api.DownloadProgress;
import io.docket.esim.api.Iccid;
import io.docket.esim.command.RecordDownloadProgress;
import io.docket.platform.commands.Commands;
import io.docket.platform.contract.CheckedBody;
import io.docket.platform.security.Caller;
import java.time.OffsetDateTime;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes what the SM-DP+ tells of downloads (SGP.22, ES2+.HandleDownloadProgressInfo). The contract has checked the form
 * of the requests.
 */
@RestController
class DownloadProgressEndpoint {

    private static final ExecutionStatus UNKNOWN_PROFILE =
            new ExecutionStatus("Failed", new StatusCodeData("8.2.1", "3.9", "There is no profile with this ICCID."));

    private final Commands commands;

    DownloadProgressEndpoint(Commands commands) {
        this.commands = commands;
    }

    @PostMapping("/gsma/rsp2/es2plus/handleDownloadProgressInfo")
    ResponseEntity<?> handleDownloadProgressInfo(@CheckedBody DownloadProgressInfo info, Caller caller) {
        try {
            return commands.send(
                    new RecordDownloadProgress(new Iccid(info.iccid.replace("F", "")), info.progress()),
                    caller,
                    done -> answer(HttpStatus.NO_CONTENT).build());
        } catch (AggregateNotFoundException unknown) {
            return answer(HttpStatus.OK).body(new Es2PlusAnswer(new AnswerHeader(UNKNOWN_PROFILE)));
        }
    }

    private static ResponseEntity.BodyBuilder answer(HttpStatus status) {
        return ResponseEntity.status(status).header(Es2Plus.PROTOCOL_HEADER, Es2Plus.PROTOCOL);
    }

    record DownloadProgressInfo(
            @Nullable String eid,
            String iccid,
            String timestamp,
            int notificationPointId,
            ExecutionStatus notificationPointStatus) {

        DownloadProgress progress() {
            StatusCodeData codes = notificationPointStatus.statusCodeData;
            return new DownloadProgress(
                    notificationPointId,
                    notificationPointStatus.status,
                    OffsetDateTime.parse(timestamp).toInstant(),
                    eid,
                    codes == null ? null : codes.subjectCode,
                    codes == null ? null : codes.reasonCode,
                    codes == null ? null : codes.message);
        }
    }

    record ExecutionStatus(String status, @Nullable StatusCodeData statusCodeData) {}

    record StatusCodeData(
            String subjectCode, String reasonCode, @Nullable String message) {}

    record Es2PlusAnswer(AnswerHeader header) {}

    record AnswerHeader(ExecutionStatus functionExecutionStatus) {}
}
