package dev.turnpike.clusterstate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.turnpike.clusterstate", importOptions = ImportOption.DoNotIncludeTests.class)
class ClusterStateArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_HAZELCAST = noClasses()
            .that()
            .resideOutsideOfPackage("..hazelcast..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.hazelcast..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_DATABASES = noClasses()
            .that()
            .resideOutsideOfPackage("dev.turnpike.clusterstate.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "com.zaxxer..",
                    "org.flywaydb..",
                    "org.h2..",
                    "org.postgresql..",
                    "com.fasterxml..");

    @ArchTest
    static final ArchRule THE_PORTS_KNOW_NO_IMPLEMENTATION = noClasses()
            .that()
            .resideInAPackage("dev.turnpike.clusterstate")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..memory..", "dev.turnpike.clusterstate.hazelcast..", "dev.turnpike.clusterstate.store..");

    @ArchTest
    static final ArchRule NOBODY_READS_THE_CLOCK_OF_THE_MACHINE = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");
}
