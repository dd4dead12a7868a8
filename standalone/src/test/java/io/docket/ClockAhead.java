package io.docket;

import io.docket.platform.testing.RunningClock;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Has the application run by a {@link RunningClock}, which tests can put forward. */
public final class ClockAhead implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context).registerBean("runningClock", RunningClock.class, RunningClock::new);
    }
}
