package io.docket.platform.metrics;

import io.docket.platform.database.PassingFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Figures that the database is asked for. A thread of its own asks every fifteen seconds, and less often where answers take
 * long, so that who asks for the metrics waits for nothing, and the database has little to do. What is older than a
 * minute, and twice its pause, is no figure any more.
 */
@Component
public final class Samples implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Samples.class);

    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    /** A question that took a second is asked again after so many. */
    private static final int PAUSE_PER_TIME_TAKEN = 50;

    private final List<Sample> samples = new CopyOnWriteArrayList<>();

    private volatile @Nullable Thread thread;

    /** Figures of one question, as last answered. */
    public static final class Sample {

        private final Supplier<Map<String, Double>> question;

        private volatile Answer answer = new Answer(Map.of(), System.nanoTime(), 0);
        private volatile boolean asked;
        private long askAgainAt = System.nanoTime();
        private boolean failed;

        Sample(Supplier<Map<String, Double>> question) {
            this.question = question;
        }

        private record Answer(Map<String, Double> figures, long at, long goodForNanos) {}

        /** The figure of this name; 0 if the answer did not have it; not a number if there is no answer, or an old one. */
        public double figure(String name) {
            Answer last = answer;
            return asked && System.nanoTime() - last.at <= last.goodForNanos
                    ? last.figures.getOrDefault(name, 0.0)
                    : Double.NaN;
        }

        private void ask() {
            long begun = System.nanoTime();
            if (begun - askAgainAt < 0) {
                return;
            }
            try {
                Map<String, Double> figures = question.get();
                long pause = pauseAfter(begun);
                answer = new Answer(figures, System.nanoTime(), Math.max(GOOD_FOR.toNanos(), 2 * pause));
                asked = true;
                failed = false;
            } catch (RuntimeException | Error e) {
                if (!failed) {
                    LOG.warn("Figures for the metrics cannot be read now: {}", PassingFault.message(e));
                }
                failed = true;
            }
            askAgainAt = System.nanoTime() + pauseAfter(begun);
        }

        private static long pauseAfter(long begun) {
            return Math.max(PAUSE.toNanos(), PAUSE_PER_TIME_TAKEN * (System.nanoTime() - begun));
        }
    }

    /**
     * Has a question asked from now on.
     *
     * @param question answers figures by name; may wait for the database
     */
    public Sample of(Supplier<Map<String, Double>> question) {
        var sample = new Sample(question);
        samples.add(sample);
        return sample;
    }

    private void run() {
        while (Thread.currentThread() == thread) {
            samples.forEach(Sample::ask);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Override
    public void start() {
        var asking = new Thread(this::run, "metrics");
        asking.setDaemon(true);
        thread = asking;
        asking.start();
    }

    /** Not by an interrupt, which would close the embedded database. */
    @Override
    public void stop() {
        Thread stopping = thread;
        thread = null;
        LockSupport.unpark(stopping);
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
