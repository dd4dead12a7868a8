package io.docket.platform.commands;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.common.ReflectionUtils;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.springframework.stereotype.Component;

/**
 * Finds the aggregate that a command is for, by the component of its record that is a {@link TargetAggregateIdentifier}.
 * Which one that is, is looked up once for each type of command; the framework's own resolver does it for each command.
 */
@Component
class CommandTargets implements CommandTargetResolver {

    private final ClassValue<Method> identifiers = new ClassValue<>() {

        @Override
        protected Method computeValue(Class<?> type) {
            return Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(TargetAggregateIdentifier.class))
                    .findFirst()
                    .map(ReflectionUtils::ensureAccessible)
                    .orElseThrow(() -> new IllegalArgumentException(type + " does not say which aggregate it is for"));
        }
    };

    @Override
    public VersionedAggregateIdentifier resolveTarget(CommandMessage<?> command) {
        Method identifier = identifiers.get(command.getPayloadType());
        return new VersionedAggregateIdentifier(
                ReflectionUtils.<Object>invokeAndGetMethodValue(identifier, command.getPayload()), null);
    }
}
