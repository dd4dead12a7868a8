package io.docket.audit.log.witness;

import io.docket.audit.log.AuditLogProperties;
import io.docket.audit.log.CheckpointTable;
import io.docket.audit.log.Duties;
import io.docket.audit.log.LogAlarm;
import io.docket.audit.log.LogDatabase;
import io.docket.audit.log.LogKeys;
import io.docket.audit.log.Rounds;
import io.docket.platform.settings.InvalidSettingException;
import io.docket.tlog.note.VerifierKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The witnesses that are configured, each with a thread of its own: none waits for another. */
@Component
final class Witnesses implements SmartLifecycle {

    /** Of a call. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<Rounds> rounds;

    private volatile boolean running;

    Witnesses(
            AuditLogProperties properties,
            CheckpointTable checkpoints,
            LogKeys keys,
            Duties duties,
            LogAlarm alarm,
            LogDatabase database) {
        rounds = properties.witnesses().stream()
                .map(setting -> {
                    VerifierKey key = key(setting.key());
                    var log = new WitnessedLog(
                            key,
                            new WitnessConnection(address(setting.url()), key, LIMIT),
                            checkpoints,
                            keys,
                            duties,
                            alarm,
                            database);
                    return new Rounds("witness " + key.name(), log::round, alarm);
                })
                .toList();
    }

    private static VerifierKey key(String text) {
        try {
            VerifierKey key = VerifierKey.parse(text);
            if (key.isOfCosignatures()) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw unfit(text + ": " + e.getMessage());
        }
        throw unfit(text + " is not a key of cosignatures");
    }

    private static URI address(URI url) {
        if (!("http".equals(url.getScheme()) || "https".equals(url.getScheme())) || url.getHost() == null) {
            throw unfit(url + " is no http or https address");
        }
        return url;
    }

    private static InvalidSettingException unfit(String problem) {
        return new InvalidSettingException(
                "docket.audit.log.witnesses: " + problem + ".",
                "Each witness has a url, and the key that its operator tells, of type 4.");
    }

    @Override
    public void start() {
        running = true;
        rounds.forEach(Rounds::start);
    }

    @Override
    public void stop() {
        running = false;
        rounds.forEach(Rounds::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
