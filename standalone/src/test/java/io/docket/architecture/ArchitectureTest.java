package io.docket.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.docket.audit.offence.AuditOfAContext;
import io.docket.offence.api.LanguageWithFramework;
import io.docket.offence.command.AggregateWithClock;
import io.docket.offence.command.CommandSideThatReads;
import io.docket.offence.command.UnmarkedAutomation;
import io.docket.offence.command.cellar.UnknownRoom;
import io.docket.offence.command.model.MisplacedAutomation;
import io.docket.offence.command.model.ModelThatCallsAPartner;
import io.docket.offence.command.partner.PartnerOfModel;
import io.docket.offence.query.QuerySideThatCommands;
import io.docket.offence.query.ThingImpl;
import io.docket.otheroffence.command.OtherContext;
import io.docket.platform.offence.PlatformWithBusiness;
import io.docket.platform.otheroffence.OtherConcern;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.docket");

    static Stream<Arguments> rulesAndOffenders() {
        return Stream.of(
                arguments(Architecture.THE_PUBLISHED_LANGUAGE_NEEDS_NO_FRAMEWORK, List.of(LanguageWithFramework.class)),
                arguments(
                        Architecture.THE_COMMAND_SIDE_DOES_NOT_SEE_THE_QUERY_SIDE, List.of(CommandSideThatReads.class)),
                arguments(
                        Architecture.THE_QUERY_SIDE_DOES_NOT_SEE_THE_COMMAND_SIDE,
                        List.of(QuerySideThatCommands.class)),
                arguments(
                        Architecture.A_CONTEXT_DOES_NOT_SEE_THE_INSIDE_OF_ANOTHER,
                        List.of(OtherContext.class, CommandSideThatReads.class)),
                arguments(Architecture.THE_AUDIT_DOES_NOT_SEE_THE_INSIDE_OF_A_CONTEXT, List.of(AuditOfAContext.class)),
                arguments(Architecture.THE_PLATFORM_KNOWS_NO_BUSINESS, List.of(PlatformWithBusiness.class)),
                arguments(
                        Architecture.PACKAGES_HAVE_NO_CYCLES, List.of(PlatformWithBusiness.class, OtherConcern.class)),
                arguments(Architecture.EVERY_CONTEXT_HAS_THE_SAME_ROOMS, List.of(UnknownRoom.class)),
                arguments(
                        Architecture.ROOMS_OF_THE_COMMAND_SIDE_LOOK_INWARDS,
                        List.of(ModelThatCallsAPartner.class, PartnerOfModel.class)),
                arguments(Architecture.ROOMS_ARE_SMALL, crowd()),
                arguments(Architecture.AUTOMATIONS_ARE_IN_THEIR_ROOM, List.of(MisplacedAutomation.class)),
                arguments(Architecture.AGGREGATES_DO_NO_INPUT_OR_OUTPUT, List.of(AggregateWithClock.class)),
                arguments(
                        Architecture.WHAT_HANDLES_EVENTS_ON_THE_COMMAND_SIDE_IS_AN_AUTOMATION,
                        List.of(UnmarkedAutomation.class)),
                arguments(Architecture.TIME_COMES_FROM_THE_CLOCK, List.of(AggregateWithClock.class)),
                arguments(Architecture.OUTPUT_GOES_TO_THE_LOG, List.of(AggregateWithClock.class)),
                arguments(Architecture.NAMES_SAY_WHAT_A_CLASS_IS, List.of(ThingImpl.class)),
                arguments(Architecture.WHAT_IS_PUBLIC_IS_USED_FROM_ANOTHER_PACKAGE, List.of(ThingImpl.class)));
    }

    /** Sixteen classes of one package. */
    private static List<Class<?>> crowd() {
        return List.of(
                Clock.class,
                DayOfWeek.class,
                Duration.class,
                Instant.class,
                InstantSource.class,
                LocalDate.class,
                LocalDateTime.class,
                LocalTime.class,
                Month.class,
                MonthDay.class,
                OffsetDateTime.class,
                OffsetTime.class,
                Period.class,
                Year.class,
                YearMonth.class,
                ZoneId.class);
    }

    @ParameterizedTest
    @MethodSource("rulesAndOffenders")
    void theCodeKeepsTheRule(ArchRule rule, List<Class<?>> offenders) {
        rule.check(CODE);
    }

    @ParameterizedTest
    @MethodSource("rulesAndOffenders")
    void anOffenderIsFound(ArchRule rule, List<Class<?>> offenders) {
        JavaClasses offending = new ClassFileImporter().importClasses(offenders);
        assertThat(rule.evaluate(offending).hasViolation()).isTrue();
    }

    @Test
    void allModulesAreLookedAt() {
        assertThat(CODE.stream().map(found -> found.getPackageName()))
                .contains(
                        "io.docket",
                        "io.docket.cases.api",
                        "io.docket.cases.command",
                        "io.docket.cases.query",
                        "io.docket.platform.eventstore");
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CODE.stream()
                        .filter(found -> !found.getSimpleName().equals("package-info"))
                        .map(found -> found.getPackage())
                        .distinct()
                        .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                        .map(found -> found.getName()))
                .isEmpty();
    }
}
