// SPDX-License-Identifier: Apache-2.0
package io.github.elector.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Await;
import io.github.elector.testing.ChildJvm;
import io.github.elector.testing.Notices;
import io.vertx.core.Vertx;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Applications that have neither Micrometer nor the health checks of Vert.x, in a JVM of their own. */
class WithoutMicrometerTest {
    @Test
    void anElectorLeadsAndTellsItsHealthWithoutTheOptionalLibraries() {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches("(micrometer|vertx-health-check)-.*"))
                .collect(Collectors.joining(File.pathSeparator));

        ChildJvm.Outcome outcome = ChildJvm.runOn(classPath, Child.class);

        assertThat(outcome.lines()).containsExactly("no Micrometer", "no health checks", "leads, UP");
        assertThat(outcome.status()).isZero();
    }

    /** Says what it has not, leads, and ends. */
    static final class Child {
        private Child() {}

        public static void main(String[] none) {
            sayIfMissing("io.micrometer.core.instrument.MeterRegistry", "no Micrometer");
            sayIfMissing("io.vertx.ext.healthchecks.HealthChecks", "no health checks");
            Vertx vertx = Vertx.vertx();
            Notices notices = Notices.about("billing", vertx);
            ElectorOptions options =
                    new ElectorOptions().setComponent("billing").setStoreUri("memory:");
            Elector elector = Await.await("the start", Elector.start(vertx, options, TermWork.none()));
            notices.await(NoticeType.ELECTED);
            System.out.println("leads, " + elector.health().result().toJson().getString("status"));
            Await.await("the end", vertx.close());
        }

        private static void sayIfMissing(String className, String what) {
            try {
                Class.forName(className);
            } catch (ClassNotFoundException missing) {
                System.out.println(what);
            }
        }
    }
}
