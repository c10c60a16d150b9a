// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.elector.driver.Hosts;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.github.elector.time.SystemClock;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom, and what nobody may call. Plain tests on purpose: some versions of Surefire run no rule that is a
 * field, and say nothing.
 */
class BoundaryTest {
    private static final String ROOT = "io.github.elector";
    private static final String[] PURE = {ROOT + ".session..", ROOT + ".election..", ROOT + ".host.."};
    private static final String[] VALUES = {ROOT + ".lease..", ROOT + ".time.."};
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** A thread of its own, only with the policy HALT: the work it watches may hang every event loop. */
    private static final DescribedPredicate<JavaClass> WATCHDOG =
            describe("the watchdog", type -> type.getName().equals(ROOT + ".driver.Watchdog"));

    private static final DescribedPredicate<JavaClass> STORE_VALUES = describe(
            "are values of the store",
            type -> Set.of(
                            AcquireRequest.class,
                            Claim.class,
                            ExpireRequest.class,
                            Hint.class,
                            LookRequest.class,
                            SessionOpening.class,
                            StoreAnswer.class)
                    .stream()
                    .anyMatch(value -> type.getName().equals(value.getName())
                            || type.getName().startsWith(value.getName() + "$")));

    @Test
    void thereIsSomethingToCheck() {
        assertThat(MAIN.that(resideInAnyPackage(PURE))).hasSizeGreaterThan(50);
        assertThat(MAIN.that(resideInAnyPackage(VALUES))).hasSizeGreaterThan(15);
        assertThat(MAIN.that(STORE_VALUES)).hasSizeGreaterThan(12);
    }

    @Test
    void machinesKnowOnlyTheJdkEachOtherAndValues() {
        classes()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java.lang..", "java.util", "java.util.function", "java.util.stream", "org.jspecify..")
                        .or(resideInAnyPackage(PURE))
                        .or(resideInAnyPackage(VALUES))
                        .or(STORE_VALUES))
                .check(MAIN);
    }

    @Test
    void machinesFlowOneWay() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".session..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".election..", ROOT + ".host..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".election..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".host..")
                .check(MAIN);
    }

    @Test
    void valuesKnowOnlyTheJdkAndValues() {
        classes()
                .that(resideInAnyPackage(VALUES).or(STORE_VALUES))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java.lang..", "java.time", "java.util", "org.jspecify..")
                        .or(resideInAnyPackage(VALUES))
                        .or(STORE_VALUES))
                .check(MAIN);
    }

    @Test
    void machinesAndValuesAreNotRandom() {
        noClasses()
                .that(resideInAnyPackage(PURE).or(resideInAnyPackage(VALUES)))
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.(Random|SplittableRandom|UUID|concurrent\\..*|random\\..*)")
                .orShould()
                .callMethod(Math.class, "random")
                .check(MAIN);
    }

    @Test
    void onlyTheSystemClockReadsTheTime() {
        noClasses()
                .that(not(equivalentTo(SystemClock.class).or(WATCHDOG)))
                .should()
                .callMethodWhere(describe("reads a clock", BoundaryTest::readsAClock))
                .check(MAIN);
    }

    private static boolean readsAClock(JavaMethodCall call) {
        String owner = call.getTargetOwner().getName();
        String name = call.getName();
        return (owner.equals("java.lang.System") && (name.equals("nanoTime") || name.equals("currentTimeMillis")))
                || (owner.startsWith("java.time.") && name.equals("now"));
    }

    @Test
    void nothingBlocks() {
        noClasses()
                .that(not(WATCHDOG))
                .should()
                .callMethodWhere(describe("blocks", BoundaryTest::blocks))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.concurrent\\."
                                + "(CompletableFuture|CountDownLatch|CyclicBarrier|Semaphore|Phaser|.*BlockingQueue|locks\\..*)")
                .check(MAIN);
    }

    private static boolean blocks(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        return (owner.isEquivalentTo(Thread.class) && (name.equals("sleep") || name.equals("join")))
                || (owner.isEquivalentTo(Object.class) && name.equals("wait"))
                || (owner.isAssignableTo("io.vertx.core.Future") && name.equals("await"))
                || (owner.isAssignableTo("java.util.concurrent.Future") && name.equals("get"));
    }

    @Test
    void timersAreOneShot() {
        noClasses()
                .should()
                .callMethodWhere(
                        describe("is setPeriodic", call -> call.getName().equals("setPeriodic")))
                .orShould()
                .callMethodWhere(
                        describe("is periodicStream", call -> call.getName().equals("periodicStream")))
                .check(MAIN);
    }

    @Test
    void onlyTheRootKnowsTheDriver() {
        noClasses()
                .that(not(resideInAPackage(ROOT + ".driver..").or(resideInAPackage(ROOT))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".driver..")
                .check(MAIN);
    }

    @Test
    void onlyTheFacadeForMutinyNeedsIt() {
        noClasses()
                .that(not(resideInAPackage(ROOT + ".mutiny..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.smallrye..", ROOT + ".mutiny..")
                .check(MAIN);
    }

    @Test
    void insidesOfVertxAreLeftAloneButForItsLoggerAndOneCloseHook() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.core..")
                        .and(describe(
                                "are internal",
                                type -> (type.getPackageName() + ".").contains(".impl.")
                                        || (type.getPackageName() + ".").contains(".internal.")))
                        .and(not(resideInAPackage("io.vertx.core.internal.logging")))
                        .and(not(equivalentTo(VertxInternal.class))))
                .check(MAIN);
        // Decision 10.
        noClasses()
                .that(not(equivalentTo(Hosts.class)))
                .should()
                .dependOnClassesThat(equivalentTo(VertxInternal.class))
                .check(MAIN);
    }

    @Test
    void whatIsOptionalIsKnownToItsOwnPackageAlone() {
        noClasses()
                .that(not(resideInAPackage(ROOT + ".micrometer..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(MAIN);
        noClasses()
                .that(not(resideInAPackage(ROOT + ".health..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.ext.healthchecks..")
                .check(MAIN);
        noClasses()
                .that(not(resideInAnyPackage(ROOT + ".micrometer..", ROOT + ".health..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".micrometer..", ROOT + ".health..")
                .check(MAIN);
    }

    @Test
    void nobodyLogsBesideTheLoggerOfVertx() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..", "ch.qos..")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(MAIN);
    }

    /** Each would be linked when it first runs, which in a standby is when it takes over: see decision 50. */
    @Test
    void concatenationsAreCompiled() {
        assertThat(MAIN.stream().filter(BoundaryTest::linksConcatenations).map(JavaClass::getName))
                .isEmpty();
    }

    private static boolean linksConcatenations(JavaClass type) {
        try (InputStream file = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1).contains("makeConcatWithConstants");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
