package io.docket.architecture;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.docket.platform.automation.Automation;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.spring.stereotype.Aggregate;

/** The rules of the structure. {@link ArchitectureTest} holds the code against them, and each rule against an offender. */
final class Architecture {

    /** Public because something outside the code calls them. */
    private static final Set<String> ENTRY_POINTS = Set.of(
            "io.docket.Docket",
            "io.docket.commandside.CommandSide",
            "io.docket.queryside.QuerySide",
            "io.docket.launch.JavaCheck",
            "io.docket.simulators.SimulatorsApplication",
            "io.docket.verify.Main",
            "io.docket.platform.http.ContainerErrorValve",
            "io.docket.platform.http.BoundedHeadProtocol");

    /** They speak to the person who starts a process, where there is no log yet, or none is wanted. */
    private static final Set<String> AT_THE_TERMINAL =
            Set.of("io.docket.launch.JavaCheck", "io.docket.platform.startup.Terminal", "io.docket.verify.Main");

    private static final Predicate<String> IN_A_CONTEXT = Pattern.compile(
                    "io\\.docket\\.(?!platform\\.|common\\.)[a-z]+\\.(api|command|query)(\\..*)?")
            .asMatchPredicate();

    private static final Predicate<String> ROOM = Pattern.compile("io\\.docket\\.[a-z]+\\.(api(\\.event(\\.[a-z]+)?)?"
                    + "|command(\\.(model|endpoint|automation|partner|reference))?|query(\\.endpoint)?)")
            .asMatchPredicate();

    private static final int MOST_IN_A_ROOM = 15;

    /** Of each room of the command side, those that it does not know. All know the commands. */
    private static final Map<String, Set<String>> UNKNOWN_TO = Map.of(
            "command", Set.of("model", "endpoint", "automation", "partner", "reference"),
            "reference", Set.of("model", "endpoint", "automation", "partner"),
            "model", Set.of("endpoint", "automation", "partner"),
            "partner", Set.of("model", "endpoint", "automation"),
            "automation", Set.of("model", "endpoint"),
            "endpoint", Set.of("automation", "partner"));

    static final ArchRule THE_PUBLISHED_LANGUAGE_NEEDS_NO_FRAMEWORK = classes()
            .that()
            .resideInAPackage("io.docket..api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "io.docket..api..", "com.fasterxml.jackson.annotation..", "org.jspecify.annotations..");

    static final ArchRule THE_COMMAND_SIDE_DOES_NOT_SEE_THE_QUERY_SIDE = noClasses()
            .that()
            .resideInAPackage("io.docket..command..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.docket..query..",
                    "io.docket.platform.projection..",
                    "io.docket.platform.reads..",
                    "org.jooq..");

    static final ArchRule THE_QUERY_SIDE_DOES_NOT_SEE_THE_COMMAND_SIDE = noClasses()
            .that()
            .resideInAPackage("io.docket..query..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.docket..command..", "io.docket.platform.commands..");

    static final ArchRule A_CONTEXT_DOES_NOT_SEE_THE_INSIDE_OF_ANOTHER = slices().matching("io.docket.(*).command..")
            .namingSlices("the command side of $1")
            .as("contexts")
            .should()
            .notDependOnEachOther();

    /** What auditors read of a context is what the context tells the platform. */
    static final ArchRule THE_AUDIT_DOES_NOT_SEE_THE_INSIDE_OF_A_CONTEXT = noClasses()
            .that()
            .resideInAPackage("io.docket.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.docket.*.query..", "io.docket.*.command..");

    static final ArchRule THE_PLATFORM_KNOWS_NO_BUSINESS = noClasses()
            .that()
            .resideInAPackage("io.docket.platform..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "belong to a context",
                    found -> found.getPackageName().matches("io\\.docket\\.[^.]+\\.(api|command|query)(\\..*)?")
                            && !found.getPackageName().startsWith("io.docket.common.")
                            && !found.getPackageName().startsWith("io.docket.platform.")));

    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.docket.(**)").should().beFreeOfCycles();

    static final ArchRule EVERY_CONTEXT_HAS_THE_SAME_ROOMS = classes()
            .that(DescribedPredicate.describe(
                    "belong to a context", found -> IN_A_CONTEXT.test(found.getPackageName())))
            .should(new ArchCondition<>("be in one of the rooms that all contexts have") {
                @Override
                public void check(JavaClass found, ConditionEvents events) {
                    boolean known = ROOM.test(found.getPackageName());
                    events.add(new SimpleConditionEvent(found, known, found.getName() + " is in no known room"));
                }
            });

    static final ArchRule ROOMS_OF_THE_COMMAND_SIDE_LOOK_INWARDS = noClasses()
            .should(new ArchCondition<>("use a room that theirs is not to know") {
                @Override
                public void check(JavaClass found, ConditionEvents events) {
                    Set<String> unknown = UNKNOWN_TO.getOrDefault(room(found), Set.of());
                    found.getDirectDependenciesFromSelf().stream()
                            .filter(dependency -> unknown.contains(room(dependency.getTargetClass())))
                            .forEach(dependency -> events.add(
                                    SimpleConditionEvent.satisfied(dependency, dependency.getDescription())));
                }
            });

    static final ArchRule ROOMS_ARE_SMALL = classes()
            .that()
            .areTopLevelClasses()
            .should(new ArchCondition<>("share their package with at most " + (MOST_IN_A_ROOM - 1) + " others") {

                private final Map<String, Long> sizes = new HashMap<>();

                @Override
                public void init(Collection<JavaClass> all) {
                    all.stream()
                            .filter(found -> !found.getSimpleName().equals("package-info"))
                            .forEach(found -> sizes.merge(found.getPackageName(), 1L, Long::sum));
                }

                @Override
                public void check(JavaClass found, ConditionEvents events) {
                    long size = sizes.getOrDefault(found.getPackageName(), 0L);
                    events.add(new SimpleConditionEvent(
                            found, size <= MOST_IN_A_ROOM, found.getPackageName() + " has " + size + " classes"));
                }
            });

    static final ArchRule AUTOMATIONS_ARE_IN_THEIR_ROOM = classes()
            .that()
            .areAnnotatedWith(Automation.class)
            .should()
            .resideInAPackage("io.docket..command.automation");

    static final ArchRule AGGREGATES_DO_NO_INPUT_OR_OUTPUT = noClasses()
            .that()
            .areAnnotatedWith(Aggregate.class)
            .should()
            .dependOnClassesThat(are(nameMatching("java\\.(sql|net|io|nio)\\..*")
                    .or(nameMatching("java\\.util\\.Random|java\\.util\\.UUID|java\\.security\\.SecureRandom"))
                    .or(nameMatching("org\\.springframework\\.(jdbc|web|http|transaction)\\..*"))
                    .or(nameMatching(Clock.class.getName()))));

    static final ArchRule WHAT_HANDLES_EVENTS_ON_THE_COMMAND_SIDE_IS_AN_AUTOMATION = classes()
            .that()
            .resideInAPackage("io.docket..command..")
            .and(DescribedPredicate.describe("handle events", found -> found.getMethods().stream()
                    .anyMatch(method -> method.isAnnotatedWith(EventHandler.class))))
            .should()
            .beAnnotatedWith(Automation.class);

    static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses()
            .should(call(
                    "the system's time",
                    access -> (access.getTargetOwner().getPackageName().equals("java.time")
                                    && access.getTarget().getName().equals("now")
                                    && access.getTarget().getFullName().endsWith("now()"))
                            || access.getTarget().getFullName().equals("java.lang.System.currentTimeMillis()")));

    static final ArchRule OUTPUT_GOES_TO_THE_LOG = noClasses()
            .that(DescribedPredicate.describe(
                    "are not for the terminal", found -> !AT_THE_TERMINAL.contains(found.getName())))
            .should(call(
                    "System.out or System.err",
                    access -> access.getTarget().getFullName().matches("java\\.lang\\.System\\.(out|err)")));

    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Base");

    static final ArchRule WHAT_IS_PUBLIC_IS_USED_FROM_ANOTHER_PACKAGE = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and()
            .resideOutsideOfPackage("io.docket..api..")
            // The compiler copies constants: who uses only the name of a projection is not seen to use it.
            .and()
            .areNotAnnotatedWith(ProcessingGroup.class)
            .and(DescribedPredicate.describe("are no entry points", found -> !ENTRY_POINTS.contains(found.getName())))
            .should(new ArchCondition<>("be used from another package") {
                @Override
                public void check(JavaClass found, ConditionEvents events) {
                    boolean used = found.getDirectDependenciesToSelf().stream().anyMatch(dependency -> !dependency
                            .getOriginClass()
                            .getPackageName()
                            .equals(found.getPackageName()));
                    events.add(new SimpleConditionEvent(
                            found, used, found.getName() + " is public, and nothing outside its package uses it"));
                }
            });

    private Architecture() {}

    private static String room(JavaClass found) {
        String name = found.getPackageName();
        return IN_A_CONTEXT.test(name) && name.contains(".command") ? name.substring(name.lastIndexOf('.') + 1) : "";
    }

    private static ArchCondition<JavaClass> call(String what, Predicate<JavaAccess<?>> forbidden) {
        return new ArchCondition<>("use " + what) {
            @Override
            public void check(JavaClass found, ConditionEvents events) {
                for (JavaAccess<?> access : found.getAccessesFromSelf()) {
                    events.add(new SimpleConditionEvent(access, forbidden.test(access), access.getDescription()));
                }
            }
        };
    }
}
