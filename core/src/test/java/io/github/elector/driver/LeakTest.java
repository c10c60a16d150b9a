// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.SessionId;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.StoreScript.Operation;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** After very many terms there is as much of everything as after one. */
class LeakTest {
    private static final int TERMS = 1_000;

    @RegisterExtension
    final Stage stage = new Stage();

    private final ScriptedWork work = new ScriptedWork();
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
    }

    @Test
    void aThousandTermsLeaveNothingBehind() {
        TermWork both = work.work(new DeploymentOptions())
                .and(
                        term -> context -> context.executeBlocking(term::number),
                        new DeploymentOptions().setWorkerPoolSize(1));
        Notices notices = Notices.about(COMPONENT, vertx);
        Elector elector = stage.start(vertx, stage.calm().setStop(3_000), both);
        List<WeakReference<Term>> terms = new ArrayList<>();
        int threads = 0;
        for (int i = 0; i < TERMS; i++) {
            notices.await(NoticeType.ELECTED);
            work.running().awaitReached(i + 1);
            terms.add(new WeakReference<>(term(elector)));
            if (i == 20) {
                threads = threads().size();
            }
            if (i < TERMS - 1) {
                await("resignation " + i, elector.resign(Duration.ZERO));
            }
        }

        assertThat(vertx.deploymentIDs())
                .as("the host and at most two verticles")
                .hasSizeBetween(1, 3);
        assertThat(threads()).hasSizeLessThanOrEqualTo(threads + 4);
        assertThat(work.mostAtOnce()).isEqualTo(1);
        assertThat(notices.all(NoticeType.OVERRUN)).isEmpty();
        work.terms().clear();
        SessionId session = term(elector).id().session();
        await("the end", elector.close());
        assertThat(vertx.deploymentIDs()).isEmpty();
        assertThat(failure("a term request", vertx.eventBus().request(Stage.termAddress(session), "")))
                .hasMessageContaining("No handlers");
        assertThat(failure("a state request", vertx.eventBus().request("elector.state." + COMPONENT, "")))
                .hasMessageContaining("No handlers");
        assertThat(threads()).noneMatch(name -> name.startsWith("elector-"));
        assertThat(remaining(terms)).as("terms that somebody still holds").isLessThan(10);
    }

    @Test
    void manyElectorsOneAfterTheOtherLeaveNothingBehind() {
        for (int i = 0; i < 50; i++) {
            Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
            await("the end of elector " + i, elector.close());
        }
        List<String> before = threads();
        for (int i = 0; i < 100; i++) {
            Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
            await("the end of elector " + i, elector.close());
        }

        assertThat(vertx.deploymentIDs()).isEmpty();
        assertThat(threads()).hasSizeLessThanOrEqualTo(before.size() + 4);
        assertThat(work.atOnce()).isZero();
        assertThat(stage.script().calls(Operation.CLOSE).count()).isEqualTo(150);
        assertThat(stage.script().calls(Operation.CLOSE_SESSION).count()).isEqualTo(150);
    }

    /** Those of any Vertx and of the pools of terms. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("vert.x-") || name.startsWith("elector-"))
                .toList();
    }

    private static long remaining(List<WeakReference<Term>> terms) {
        long left = terms.size();
        for (int i = 0; i < 5 && left >= 10; i++) {
            System.gc();
            left = terms.stream().filter(term -> !term.refersTo(null)).count();
        }
        return left;
    }
}
