// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Springs once, when the first member comes to the phase it is armed for; that member waits there until the fault has
 * struck, but not for long, as nobody waits in a real system.
 */
final class Trap {
    private static final long PATIENCE_MILLIS = 50;

    private final AtomicReference<@Nullable Phase> armed = new AtomicReference<>();
    private final Promise<Member> sprung = Promise.promise();
    private final Promise<Void> struck = Promise.promise();

    /** From now on. Any thread. */
    void arm(Phase phase) {
        armed.set(phase);
    }

    /** Whom it caught. */
    Future<Member> sprung() {
        return sprung.future();
    }

    /** The fault has struck: whoever was caught goes on. Any thread. */
    void letGo() {
        struck.tryComplete();
    }

    /** The member has come to this phase; completes on the context it is called on, at once if there is nothing to wait for. */
    Future<Void> at(Phase phase, Member member, Context context) {
        if (!armed.compareAndSet(phase, null)) {
            return Future.succeededFuture();
        }
        Promise<Void> on = Promise.promise();
        struck.future().onComplete(done -> context.runOnContext(turn -> on.tryComplete()));
        context.owner().timer(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).onComplete(late -> on.tryComplete());
        sprung.complete(member);
        return on.future();
    }
}
