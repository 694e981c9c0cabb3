package dev.turnpike.gateway;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.turnpike.gateway.pipeline.ClearedCall;
import java.time.Clock;
import java.time.InstantSource;

/** The layout is the architecture; this keeps it true. */
@AnalyzeClasses(packages = "dev.turnpike", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule hazelcastIsKnownToTheGridAlone = noClasses()
            .that()
            .resideOutsideOfPackage("dev.turnpike.clusterstate.hazelcast..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.hazelcast..");

    @ArchTest
    static final ArchRule theClusterStateKnowsNothingOfTheGateway = noClasses()
            .that()
            .resideInAPackage("dev.turnpike.clusterstate..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.turnpike.gateway..", "io.vertx..");

    @ArchTest
    static final ArchRule policiesArePure = noClasses()
            .that()
            .resideInAPackage("dev.turnpike.gateway.policy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx..",
                    "com.hazelcast..",
                    "java.net..",
                    "java.nio.file..",
                    "java.util.concurrent..",
                    "org.slf4j..",
                    "dev.turnpike.clusterstate.memory..",
                    "dev.turnpike.clusterstate.hazelcast..",
                    "dev.turnpike.gateway.mcp..",
                    "dev.turnpike.gateway.config..",
                    "dev.turnpike.gateway.pipeline..");

    @ArchTest
    static final ArchRule policiesReadNoClock = noClasses()
            .that()
            .resideInAPackage("dev.turnpike.gateway.policy..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(InstantSource.class);

    @ArchTest
    static final ArchRule theWireFormatKnowsNoPolicy = noClasses()
            .that()
            .resideInAPackage("dev.turnpike.gateway.mcp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.turnpike.gateway.policy..", "dev.turnpike.gateway.pipeline..", "dev.turnpike.clusterstate..");

    @ArchTest
    static final ArchRule thePathOfACallNamesNoImplementation = noClasses()
            .that()
            .resideInAPackage("dev.turnpike.gateway.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.turnpike.gateway.http..",
                    "dev.turnpike.gateway.upstream..",
                    "dev.turnpike.gateway.cli..",
                    "dev.turnpike.clusterstate.memory..",
                    "dev.turnpike.clusterstate.hazelcast..");

    @ArchTest
    static final ArchRule onlyOneClassNamesTheImplementationsOfTheState = noClasses()
            .that()
            .resideInAPackage("dev.turnpike.gateway..")
            .and()
            .doNotHaveFullyQualifiedName(SharedState.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.turnpike.clusterstate.memory..",
                    "dev.turnpike.clusterstate.hazelcast..",
                    "dev.turnpike.clusterstate.store..");

    @ArchTest
    static final ArchRule metersHaveOneHome = noClasses()
            .that()
            .resideOutsideOfPackage("dev.turnpike.gateway.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule openTelemetryIsKnownToWhatExportsAlone = noClasses()
            .that()
            .resideOutsideOfPackages("dev.turnpike.gateway.trace..", "dev.turnpike.gateway.audit.export..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule packagesOfTheGatewayFormNoCycle =
            slices().matching("dev.turnpike.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesAreNounsOfTheDomain =
            noClasses().should().resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..", "..manager..");

    /** The proof that a call was judged and paid for cannot be made elsewhere. */
    @ArchTest
    static void onlyTheClearanceClearsCalls(JavaClasses all) {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.pipeline\\.(Clearance|Clearance\\$Taken|ClearedCall)")
                .should()
                .callConstructorWhere(target(owner(equivalentTo(ClearedCall.class))))
                .check(all);
    }
}
