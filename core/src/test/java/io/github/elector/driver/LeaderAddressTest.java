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
import io.github.elector.lease.ComponentName;
import io.github.elector.notice.Addresses;
import io.github.elector.testing.Tally;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where others send what the leader shall do: the work listens there, and nobody else. */
class LeaderAddressTest {
    private static final String ADDRESS = new Addresses("elector").leader(new ComponentName(COMPONENT));

    @RegisterExtension
    final Stage stage = new Stage();

    private final Tally listening = new Tally("a leader that listens");

    @Test
    void leaderIsReachedDuringItsTermAndNobodyBetweenTwo() {
        Vertx vertx = stage.vertx();
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.of(Listening::new));
        listening.awaitReached(1);

        Object first = ask(vertx);
        await("the resignation", elector.resign(Duration.ofHours(1)));
        Throwable between = failure("an answer", vertx.eventBus().request(ADDRESS, "who?"));
        await("another campaign", elector.campaign());
        listening.awaitReached(2);

        assertThat(ADDRESS).isEqualTo("elector.leader." + COMPONENT);
        assertThat(((ReplyException) between).failureType()).isEqualTo(ReplyFailure.NO_HANDLERS);
        assertThat((Long) ask(vertx)).isEqualTo(term(elector).number()).isGreaterThan((Long) first);
    }

    private static Object ask(Vertx vertx) {
        return await("an answer", vertx.eventBus().request(ADDRESS, "who?")).body();
    }

    private final class Listening extends VerticleBase {
        private final Term term;

        Listening(Term term) {
            this.term = term;
        }

        @Override
        public Future<?> start() {
            return vertx.eventBus()
                    .consumer(ADDRESS, message -> message.reply(term.number()))
                    .completion()
                    .onSuccess(registered -> listening.hit());
        }
    }
}
