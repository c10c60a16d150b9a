// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.Term;
import io.github.elector.testing.PausedTerm;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeUnit;

/**
 * The work of one term: asks its term and writes the journal, over and over. Once it has ended, a zombie of it that does
 * not know goes on trying, right to the server, until its elector is closed: however late the next term begins, it is
 * there beside it.
 */
final class JournalWork implements Deployable {
    private static final long WRITE_MILLIS = 30;
    private static final long ZOMBIE_MILLIS = 100;
    /** Long enough that a fault can strike in the middle. */
    private static final long START_MILLIS = 50;

    private static final long STOP_MILLIS = 80;

    private final Member member;
    private final Term term;
    private final Promise<Void> stopped = Promise.promise();
    private boolean writing;
    private boolean stopping;

    JournalWork(Member member, Term term) {
        this.member = member;
        this.term = term;
    }

    @Override
    public Future<?> deploy(Context context) {
        return member.comesTo(Phase.BEGIN)
                .compose(on -> member.vertx().timer(START_MILLIS, TimeUnit.MILLISECONDS))
                .onSuccess(begun -> {
                    writing = true;
                    write();
                });
    }

    @Override
    public Future<?> undeploy(Context context) {
        stopping = true;
        if (!writing) {
            stopped.tryComplete();
        }
        return member.comesTo(Phase.END)
                .compose(on -> Future.join(stopped.future(), member.vertx().timer(STOP_MILLIS, TimeUnit.MILLISECONDS)))
                .onComplete(ended -> pretend());
    }

    private void write() {
        if (stopping || !term.isValid()) {
            stopped.tryComplete();
            return;
        }
        member.write(term).onComplete(written -> next());
    }

    private void next() {
        if (stopping) {
            stopped.tryComplete();
            return;
        }
        member.vertx().timer(WRITE_MILLIS, TimeUnit.MILLISECONDS).onComplete(later -> write());
    }

    private void pretend() {
        if (member.isOpen()) {
            member.pretend(new PausedTerm(term.id()))
                    .transform(any -> member.vertx().timer(ZOMBIE_MILLIS, TimeUnit.MILLISECONDS))
                    .onComplete(later -> pretend());
        }
    }
}
