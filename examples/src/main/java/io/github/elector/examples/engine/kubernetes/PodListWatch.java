// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.Delta;
import io.github.elector.examples.engine.source.ListWatch;
import io.github.elector.examples.engine.source.Listing;
import io.github.elector.examples.engine.source.RuntimeInstance;
import io.github.elector.examples.engine.source.Skips;
import io.github.elector.examples.engine.source.Watch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The pods of a cluster, in the contract they are offered in. Pages are read on a worker thread, lines on the loop. */
final class PodListWatch implements ListWatch {
    static final String WRONG_POD = "pod with wrong labels";
    private static final int MOST_PAGES_ANEW = 3;

    private final Vertx vertx;
    private final Context context;
    private final PodApi api;
    private final PodReader reader;
    private final Limits limits;
    private final Skips skips = new Skips();
    private final Set<PodWatch> watches = new HashSet<>();
    private Map<String, RuntimeInstance> known = new LinkedHashMap<>();

    PodListWatch(Vertx vertx, PodApi api, PodReader reader, Limits limits) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.api = api;
        this.reader = reader;
        this.limits = limits;
    }

    @Override
    public String describe() {
        return "the pods of " + api;
    }

    @Override
    public Skips skips() {
        return skips;
    }

    @Override
    public Future<Listing> list() {
        return pages(Optional.empty(), new LinkedHashMap<>(), 0);
    }

    @Override
    public Watch watch(long revision, Consumer<Delta> deltas) {
        PodWatch watch = new PodWatch(vertx, api, limits, revision, new PodChanges(reader, skips, known, deltas));
        watches.add(watch);
        watch.ended().onComplete(end -> watches.remove(watch));
        watch.begin();
        return watch;
    }

    @Override
    public Future<Void> close() {
        List.copyOf(watches).forEach(Watch::close);
        return api.close();
    }

    /** One page after the other; the token of a page may be too old for the next, and then it begins anew. */
    private Future<Listing> pages(Optional<String> next, Map<String, RuntimeInstance> all, int anew) {
        return page(next).transform(answer -> {
            if (answer.failed()) {
                boolean isTooOld = next.isPresent()
                        && answer.cause() instanceof ApiException refused
                        && refused.status() == ApiException.GONE;
                return isTooOld && anew < MOST_PAGES_ANEW
                        ? pages(Optional.empty(), new LinkedHashMap<>(), anew + 1)
                        : Future.failedFuture(answer.cause());
            }
            PodPage page = answer.result();
            page.refusals().forEach(refusal -> skips.skip(WRONG_POD, "pod " + refusal.pod(), refusal.reason()));
            all.putAll(page.instances());
            if (page.next().isPresent()) {
                return pages(page.next(), all, anew);
            }
            known = all;
            return Future.succeededFuture(new Listing(List.copyOf(all.values()), page.revision()));
        });
    }

    private Future<PodPage> page(Optional<String> next) {
        Exchange exchange = api.page(next);
        return exchange.body(limits.pageBytes())
                .onComplete(answer -> api.done(exchange))
                .compose(body ->
                        context.executeBlocking(() -> PodPage.read("the list of pods at " + api, body, reader), false));
    }
}
