// SPDX-License-Identifier: Apache-2.0
package io.github.elector.health;

import io.github.elector.Elector;
import io.github.elector.ElectorVerticle;
import io.github.elector.Health;
import io.github.elector.Term;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.function.Function;
import java.util.function.Supplier;

/** What goes between electors and {@link HealthChecks}, in both directions. */
// Not transitive: who is a module and does not have them could not be compiled.
@SuppressWarnings("exports")
public final class HealthProcedures {
    private HealthProcedures() {}

    /** Is KO when the elector is not up; to be registered. */
    public static Handler<Promise<Status>> of(Elector elector) {
        return telling(elector::health);
    }

    /** The same for all electors of a verticle. */
    public static Handler<Promise<Status>> of(ElectorVerticle electors) {
        return telling(electors::health);
    }

    /**
     * A check of a term's work that fails when one of these checks does; for {@link io.github.elector.TermWork#watched}.
     * The work of a term had better have some of its own: those of the elector itself know nothing of it.
     */
    public static Function<Term, Future<?>> check(HealthChecks checks) {
        return term -> checks.checkStatus().compose(HealthProcedures::outcome);
    }

    private static Future<Void> outcome(CheckResult result) {
        return CheckResult.isUp(result)
                ? Future.succeededFuture()
                : Future.failedFuture("a health check of the work is down: " + result.toJson());
    }

    private static Handler<Promise<Status>> telling(Supplier<Future<Health>> asked) {
        return promise -> asked.get()
                .map(health -> new Status().setOk(health.isUp()).setData(health.toJson()))
                .onComplete(promise);
    }
}
