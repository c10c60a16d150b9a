// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.Hint;
import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Hints behind a pooler: they are sent, for electors that are connected to the server itself, and none is heard, since
 * LISTEN needs a server session of its own. Never LISTEN there: it would stay with a server that serves others.
 */
final class SentHints implements Hints {
    private static final Logger LOG = LoggerFactory.getLogger(SentHints.class);

    private final StatementForm form;
    private final String channel;
    private final String own = UUID.randomUUID().toString();
    private boolean said;
    private Future<?> lastNotice = Future.succeededFuture();

    SentHints(StatementForm form, TableName leases) {
        this.form = form;
        this.channel = HintChannel.channelName(leases);
    }

    /** There is nothing to tell it, which is said once. */
    @Override
    public void start(Consumer<Hint> listener) {
        if (!said) {
            said = true;
            LOG.info("behind a pooler no hints are heard: a lease that was released is found by the next look");
        }
    }

    @Override
    public void announceAfter(DedicatedConnection writer, Hint hint) {
        Tuple notice = Tuple.of(channel, new HintText(own, hint).toString());
        lastNotice = writer.use("a hint to the other electors", on -> form.run(on, HintChannel.NOTIFY, notice))
                .onFailure(e -> LOG.debug("could not send a hint; others will look by themselves", e));
    }

    @Override
    public Future<Void> noticed() {
        return lastNotice.transform(sent -> Future.succeededFuture());
    }

    @Override
    public void close() {
        // There is nothing to end.
    }
}
