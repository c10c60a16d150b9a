// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Classes like those of users, run as JUnit runs them. Outside of this test they do nothing. */
class ManualElectorExtensionTest {
    private static final List<String> TOLD = new CopyOnWriteArrayList<>();
    private static final List<Object> SEEN = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        TOLD.clear();
        SEEN.clear();
    }

    @Test
    void testGetsAnElectorOnItsOwnVertxAndItIsClosedBehindIt() {
        assertThat(failuresOf(AskingTheBus.class)).isEmpty();

        assertThat(TOLD).containsExactly("before", "start", "test", "after", "stop");
        assertThat(SEEN.get(0)).isSameAs(SEEN.get(1));
    }

    @Test
    void everyTestGetsOneOfItsOwn() {
        assertThat(failuresOf(TwoTests.class)).isEmpty();

        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void classMayShareOneWithItsVertx() {
        assertThat(failuresOf(SharingTests.class)).isEmpty();

        assertThat(SEEN).hasSize(3);
        assertThat(SEEN.get(1)).isSameAs(SEEN.get(0));
        assertThat(SEEN.get(2)).isSameAs(SEEN.get(0));
        assertThat(TOLD).containsExactly("start", "first", "second", "stop");
    }

    @Test
    void withoutAVertxItSaysWhatIsMissing() {
        assertThat(failuresOf(VertxAfterwards.class))
                .singleElement()
                .asString()
                .contains("a parameter Vertx before the ManualElector");
        assertThat(failuresOf(NoVertx.class))
                .singleElement()
                .asString()
                .contains("@ExtendWith(VertxExtension.class) on the class");
    }

    @Test
    void optionsThatCannotWorkAreToldAsTheyAre() {
        assertThat(failuresOf(WrongOptions.class))
                .singleElement()
                .asString()
                .contains("a manual elector for 'billing' did not start")
                .contains("lease (1.0 ms) must be between");
    }

    @ExtendWith(VertxExtension.class)
    static class AskingTheBus {
        @RegisterExtension
        final ManualElectorExtension electors = ManualElectorExtension.of("billing", TermWork.of(Telling::new));

        @BeforeEach
        void prepare(Vertx vertx, ManualElector elector) {
            TOLD.add("before");
            SEEN.add(elector);
        }

        @Test
        void asksTheBus(Vertx vertx, ManualElector elector, VertxTestContext test) {
            SEEN.add(elector);
            elector.grant()
                    .compose(term -> vertx.eventBus().request("elector.state.billing", null))
                    .onComplete(test.succeeding(state -> test.verify(() -> {
                        TOLD.add("test");
                        assertThat(state.body().toString()).contains("\"phase\":\"leading\"");
                        test.completeNow();
                    })));
        }

        @AfterEach
        void look(ManualElector elector) {
            TOLD.add("after");
            assertThat(elector.term()).isPresent();
        }
    }

    @ExtendWith(VertxExtension.class)
    static class TwoTests {
        @RegisterExtension
        final ManualElectorExtension electors = ManualElectorExtension.of("billing", TermWork.none());

        @Test
        void first(Vertx vertx, ManualElector elector) {
            SEEN.add(elector);
        }

        @Test
        void second(Vertx vertx, ManualElector elector) {
            SEEN.add(elector);
        }
    }

    @ExtendWith(VertxExtension.class)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class SharingTests {
        @RegisterExtension
        static final ManualElectorExtension ELECTORS = ManualElectorExtension.of("billing", TermWork.of(Telling::new));

        @BeforeAll
        static void grant(Vertx vertx, ManualElector elector) {
            SEEN.add(elector);
            await("the grant", elector.grant());
        }

        @Test
        void aFirst(ManualElector elector) {
            TOLD.add("first");
            SEEN.add(elector);
            assertThat(elector.term()).isPresent();
        }

        @Test
        void bSecond(ManualElector elector) {
            TOLD.add("second");
            SEEN.add(elector);
            assertThat(elector.term()).isPresent();
        }
    }

    @ExtendWith(VertxExtension.class)
    static class VertxAfterwards {
        @RegisterExtension
        final ManualElectorExtension electors = ManualElectorExtension.of("billing", TermWork.none());

        @Test
        void test(ManualElector elector, Vertx vertx) {}
    }

    static class NoVertx {
        @RegisterExtension
        final ManualElectorExtension electors = ManualElectorExtension.of("billing", TermWork.none());

        @Test
        void test(ManualElector elector) {}
    }

    @ExtendWith(VertxExtension.class)
    static class WrongOptions {
        @RegisterExtension
        final ManualElectorExtension electors = ManualElectorExtension.of(
                new ElectorOptions().setComponent("billing").setLease(1), TermWork.none());

        @Test
        void test(Vertx vertx, ManualElector elector) {}
    }

    static final class Telling extends VerticleBase {
        Telling(Term term) {
            assertThat(term.isValid()).isTrue();
        }

        @Override
        public Future<?> start() {
            TOLD.add("start");
            return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
            TOLD.add("stop");
            return Future.succeededFuture();
        }
    }

    /** What the tests of a class failed with. */
    private static List<Throwable> failuresOf(Class<?> tests) {
        List<Throwable> failures = new ArrayList<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(failures::add);
            }
        });
        return failures;
    }
}
