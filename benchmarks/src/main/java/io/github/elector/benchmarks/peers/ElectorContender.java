// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.ElectorVerticle;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.benchmarks.BenchmarkVertx;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Our own, as the README shows it: an {@link ElectorVerticle} whose work is one verticle per component, which does nothing.
 * Elected is told when that verticle is made, which is when it starts, and its end is told with the end of its term.
 */
final class ElectorContender implements Contender {
    private final Vertx vertx = Vertx.vertx();
    private final String uri;
    private final Times times;
    private final ElectionListener listener;
    private final Map<String, Elector> electors = new ConcurrentHashMap<>();

    ElectorContender(String uri, Times times, ElectionListener listener) {
        this.uri = uri;
        this.times = times;
        this.listener = listener;
    }

    static Map<String, String> settings(Times times) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("lease", times.lease().toMillis() + " ms");
        settings.put("renew", times.renew().toMillis() + " ms: one heartbeat for all components of a process");
        settings.put("retry", times.retry().toMillis() + " ms: the longest time between two looks");
        settings.put("stop", times.retry().toMillis() + " ms: the budget for work to stop");
        settings.put("work", "one verticle per component, which does nothing");
        settings.put("connections", "2 for a process, of its own");
        return settings;
    }

    static void prepare(String uri) {
        Vertx vertx = Vertx.vertx();
        try {
            ElectorOptions options =
                    new ElectorOptions().setComponent("benchmarks/prepared").setStore(store(uri));
            BenchmarkVertx.await(Elector.start(vertx, options, TermWork.none()));
        } finally {
            BenchmarkVertx.await(vertx.close());
        }
    }

    private static JsonObject store(String uri) {
        return new JsonObject().put("uri", uri).put("createSchema", true);
    }

    @Override
    public void campaign(List<String> components) {
        List<String> fresh = components.stream()
                .filter(component -> !electors.containsKey(component))
                .toList();
        // Asked all at once, as an application would.
        BenchmarkVertx.await(Future.all(known(components).map(Elector::campaign).toList()));
        if (!fresh.isEmpty()) {
            ElectorVerticle all = new ElectorVerticle(options());
            fresh.forEach(component -> all.elect(component, TermWork.of(this::begin)));
            BenchmarkVertx.await(vertx.deployVerticle(all));
            all.electors().forEach(elector -> electors.put(elector.component(), elector));
        }
    }

    private Stream<Elector> known(List<String> components) {
        return components.stream().map(electors::get).filter(Objects::nonNull);
    }

    private ElectorOptions options() {
        return new ElectorOptions()
                .setStore(store(uri))
                .setNode("benchmarks-" + ProcessHandle.current().pid())
                .setLease(times.lease())
                .setRenew(times.renew())
                .setRetry(times.retry())
                .setStop(times.retry());
    }

    private VerticleBase begin(Term term) {
        listener.elected(term.component());
        term.ended().onComplete(ended -> listener.ended(term.component()));
        return new Idle();
    }

    @Override
    public boolean leads(String component) {
        Elector elector = electors.get(component);
        return elector != null && elector.term().map(Term::isValid).orElse(false);
    }

    @Override
    public void giveUp(List<String> components) {
        BenchmarkVertx.await(Future.all(known(components).map(Elector::observe).toList()));
    }

    @Override
    public void close() {
        BenchmarkVertx.await(vertx.close());
    }

    private static final class Idle extends VerticleBase {}
}
