package io.weir.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house of design §5: who may see whom. */
@AnalyzeClasses(packages = "io.weir", importOptions = DoNotIncludeTests.class)
final class HouseRulesTest {
    private static final String NODE = "io.weir.node.";
    private static final String DECIDE = NODE + "decide..";
    private static final String STATE = NODE + "state..";
    private static final String FILTER = NODE + "filter..";
    private static final String DATAPLANE = NODE + "dataplane..";
    private static final String CONTROL = NODE + "control..";
    private static final String ADMIN = NODE + "admin..";
    private static final String APP = NODE + "app..";
    private static final String TELEMETRY = NODE + "telemetry..";
    private static final String OUTBOUND = NODE + "outbound..";

    @ArchTest
    static final ArchRule protocolsSeeNothingOfTheRest = noClasses()
            .that()
            .resideInAPackage("io.weir.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.weir.config..", "io.weir.node..");

    @ArchTest
    static final ArchRule configurationSeesNothingOfTheNode = noClasses()
            .that()
            .resideInAPackage("io.weir.config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.weir.node..");

    @ArchTest
    static final ArchRule decisionsSeeNoOtherRoom = noClasses()
            .that()
            .resideInAPackage(DECIDE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STATE, FILTER, DATAPLANE, CONTROL, ADMIN, APP, TELEMETRY);

    @ArchTest
    static final ArchRule stateSeesDecisionsOnly = noClasses()
            .that()
            .resideInAPackage(STATE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FILTER, DATAPLANE, CONTROL, ADMIN, APP, TELEMETRY);

    @ArchTest
    static final ArchRule filtersSeeStateAndDecisionsOnly = noClasses()
            .that()
            .resideInAPackage(FILTER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DATAPLANE, CONTROL, ADMIN, APP, TELEMETRY);

    @ArchTest
    static final ArchRule theDataPlaneSeesNoControlPlane = noClasses()
            .that()
            .resideInAPackage(DATAPLANE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONTROL, ADMIN, APP, TELEMETRY);

    @ArchTest
    static final ArchRule theControlPlaneSeesNoDataPlane = noClasses()
            .that()
            .resideInAPackage(CONTROL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FILTER, DATAPLANE, ADMIN, APP, TELEMETRY);

    @ArchTest
    static final ArchRule theAdminApiSeesPortsOnly = noClasses()
            .that()
            .resideInAPackage(ADMIN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FILTER, DATAPLANE, CONTROL, APP, TELEMETRY);

    @ArchTest
    static final ArchRule outboundCallsSeeTheirPortOnly = noClasses()
            .that()
            .resideInAPackage(OUTBOUND)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DECIDE, FILTER, DATAPLANE, CONTROL, ADMIN, APP, TELEMETRY);

    @ArchTest
    static final ArchRule onlyTheNodeItselfSeesOutboundCalls = noClasses()
            .that()
            .resideInAnyPackage(DECIDE, STATE, FILTER, DATAPLANE, CONTROL, ADMIN, TELEMETRY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(OUTBOUND);

    @ArchTest
    static final ArchRule onlyTheDataPlaneSeesChannels = noClasses()
            .that()
            .resideInAPackage("io.weir..")
            .and()
            .resideOutsideOfPackage(DATAPLANE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.channel..", "io.netty.handler..", "io.netty.bootstrap..");

    @ArchTest
    static final ArchRule nettysValuesStayOnTheWayOfARequest = noClasses()
            .that()
            .resideInAnyPackage(DECIDE, STATE, CONTROL, ADMIN)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule onlyTelemetrySeesKamon = noClasses()
            .that()
            .resideInAPackage("io.weir..")
            .and()
            .resideOutsideOfPackage(TELEMETRY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("kamon..");

    /** Messages between nodes carry references to actors, which is all that the protocols see. */
    @ArchTest
    static final ArchRule onlyTheControlPlaneSeesActors = noClasses()
            .that()
            .resideInAPackage("io.weir..")
            .and()
            .resideOutsideOfPackages(CONTROL, ADMIN, APP, "io.weir.protocol.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.pekko..");

    @ArchTest
    static final ArchRule decisionsArePure = noClasses()
            .that()
            .resideInAPackage(DECIDE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.util.concurrent.locks..",
                    "org.slf4j..",
                    "org.apache..")
            .orShould()
            .dependOnClassesThat()
            // Values that several threads may read are allowed; whatever runs, waits or draws lots is not.
            .haveNameMatching("java\\.util\\.(concurrent\\..*(Execut|Future|Completion|Random).*|Random)")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule everybodyLivesInARoom = classes()
            .that()
            .resideInAPackage("io.weir.node..")
            .should()
            .resideInAnyPackage(DECIDE, STATE, FILTER, DATAPLANE, CONTROL, ADMIN, APP, TELEMETRY, OUTBOUND);
}
